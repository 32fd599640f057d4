using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Pages.Console;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>A selection of the queue that somebody keeps under a name of their own; nobody else sees it.</summary>
public sealed class SavedView
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    public required string Name { get; init; }

    /// <summary>View, filters and order as they stand in the address of the queue; the words looked for are among them.</summary>
    public required string Query { get; set; }
}

/// <summary>Keeps selections of the queue for whoever reads it, and lets go of them.</summary>
public sealed class SavedViews(CuobianDb db, Actor actor, FindMatters find, TimeProvider time)
{
    /// <summary>As many as stand beside each other; each is counted with every page.</summary>
    public const int Most = 8;
    public const int LongestName = 20;

    /// <summary>Room for the longest words that are looked for, each letter written as in an address.</summary>
    private const int LongestQuery = 4000;

    public sealed class Form
    {
        /// <summary>A view of the same name is replaced.</summary>
        public string? Name { get; set; }

        /// <summary>The query string of the queue's address, such as <c>view=overdue&amp;category=02</c>.</summary>
        public string? Query { get; set; }
    }

    /// <summary>A view as its owner lists it.</summary>
    public sealed record Line(Guid Id, string Name, string Query);

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapGet("/views", async (SavedViews views, CancellationToken ct) => Results.Ok(await views.List(ct))).WithSummary("My saved views of the queue.");
        matters.MapPost("/views", async (Form? form, SavedViews views, CancellationToken ct) => Results.Json(await views.Keep(form ?? new(), ct), statusCode: StatusCodes.Status201Created))
            .WithSummary("Keep a selection of the queue under a name; the same name again replaces it.");
        matters.MapDelete("/views/{id:guid}", async (Guid id, SavedViews views, CancellationToken ct) => await views.Drop(id, ct) ? Results.NoContent() : Results.NotFound())
            .WithSummary("Let go of a saved view of mine.");
    }

    public async Task<IReadOnlyList<Line>> List(CancellationToken ct) =>
        await Mine().AsNoTracking().OrderBy(v => v.Id).Select(v => new Line(v.Id, v.Name, v.Query)).ToListAsync(ct);

    public async Task<Line> Keep(Form form, CancellationToken ct)
    {
        var known = Mine();
        var name = form.Name?.Trim() ?? "";
        new Faults().AtMost(form.Query, LongestQuery, "query").Throw();
        var address = QueueAddress.Of(form.Query ?? "");
        // A filter that the queue would refuse is refused here.
        find.All(address.Filter(QueueView.All));
        new Faults()
            .Required(name, "name").AtMost(name, LongestName, "name").If(!TextRules.IsPlain(name), "name", "matters.not_plain")
            .If(!address.Filters().Any(), "query", "matters.view_of_everything")
            .Throw();
        var query = address.Selection(QueueView.All);
        return await db.InOneTransaction(async () =>
        {
            var view = await known.SingleOrDefaultAsync(v => v.Name == name, ct);
            if (view is null && await known.CountAsync(ct) >= Most) throw new Refused("matters.views_full", $"{Most}");
            if (view is null) db.Add(view = new SavedView { Id = Guid.CreateVersion7(time.GetUtcNow()), Account = actor.Account!.Value, Name = name, Query = query });
            view.Query = query;
            await db.SaveChangesAsync(ct);
            return new Line(view.Id, view.Name, view.Query);
        }, ct);
    }

    public async Task<bool> Drop(Guid id, CancellationToken ct) =>
        await db.InOneTransaction(() => Mine().Where(v => v.Id == id).ExecuteDeleteAsync(ct), ct, brief: true) > 0;

    private IQueryable<SavedView> Mine()
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        var me = actor.Account ?? throw new Denied(MattersPermissions.Read);
        return db.Set<SavedView>().Where(v => v.Account == me);
    }
}
