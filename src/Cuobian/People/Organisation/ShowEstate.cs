using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>A line of an estate's history with names.</summary>
public sealed record EstateLine(DateTimeOffset At, EstateStep Step, string? By, string? Words, string? Branch, string? Owner, DateOnly? Due, IReadOnlyList<Guid> Photos);

/// <summary>A branch that can be chosen.</summary>
public sealed record BranchChoice(string Code, string Name);

/// <summary>One estate: its branch or its gap, its history, and the branches that may be its own.</summary>
public sealed record EstateView(
    Guid Id, string Name, string Community, IReadOnlyList<Area> Path, int? Households, BranchChoice? Branch, string? Owner, DateOnly? Due, bool Late, bool Ended,
    IReadOnlyList<EstateLine> History, IReadOnlyList<BranchChoice> Branches, bool MayChange);

/// <summary>Shows one estate and the photos that prove its branch.</summary>
internal sealed class ShowEstate(CuobianDb db, Reach reach, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder people) =>
        people.MapGet("/estates/{id:guid}", async (Guid id, ShowEstate show, CancellationToken ct) => await show.Run(id, ct) is { } view ? Results.Ok(view) : Results.NotFound())
            .WithSummary("An estate with the history of its coverage.");

    /// <summary>Photos stand outside the API, beside the page that shows them.</summary>
    public static void MapPhotos(IEndpointRouteBuilder routes) =>
        routes.MapGet("/console/people/estates/{id:guid}/photos/{file:guid}", async (Guid id, Guid file, string? thumb, ShowEstate show, ServeFile serve, CancellationToken ct) =>
            await show.HasPhoto(id, file, ct) ? await serve.Serve(file, thumb is not null, ct) : Results.NotFound()).ExcludeFromDescription();

    public async Task<EstateView?> Run(Guid id, CancellationToken ct)
    {
        if (await db.Estates.AsNoTracking().Include(e => e.Entries).SingleOrDefaultAsync(e => e.Id == id, ct) is not { } estate || !reach.MayRead(estate.Community)) return null;
        var today = time.Today();
        var people = estate.Entries.SelectMany(e => new[] { e.By, e.Owner }).Append(estate.Owner).OfType<Guid>().Distinct().ToList();
        var names = (await db.Accounts.AsNoTracking().Where(a => people.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => a.Name);
        var codes = estate.Entries.Select(e => e.Branch).Append(estate.Branch).OfType<string>().Distinct().ToList();
        var units = await db.Units.Where(u => codes.Contains(u.Code)).ToDictionaryAsync(u => u.Code, u => u.Name, ct);
        var open = await CoverEstate.Branches(db, estate.Community, today).OrderBy(u => u.Code).Select(u => new BranchChoice(u.Code, u.Name)).ToListAsync(ct);
        string? Named(Guid? account) => account is { } known ? names.GetValueOrDefault(known) : null;
        return new EstateView(estate.Id, estate.Name, estate.Community, reach.Path(estate.Community), estate.Households,
            estate.Branch is { } branch ? new BranchChoice(branch, units[branch]) : null, Named(estate.Owner), estate.Due, estate.IsLateOn(today), estate.ValidTo is not null,
            [.. estate.Entries.OrderByDescending(e => e.Seq).Select(e => new EstateLine(e.At, e.Step, Named(e.By), e.Words, e.Branch is { } b ? units[b] : null, Named(e.Owner), e.Due, e.Photos))],
            open, reach.MayChange(estate.Community));
    }

    private async Task<bool> HasPhoto(Guid id, Guid file, CancellationToken ct) =>
        await db.Estates.AsNoTracking().Include(e => e.Entries).SingleOrDefaultAsync(e => e.Id == id, ct) is { } estate
        && reach.MayRead(estate.Community) && estate.Entries.Any(e => e.Photos.Contains(file));
}
