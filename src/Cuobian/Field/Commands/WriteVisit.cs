using Cuobian.Data;
using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Field;

/// <summary>A grid worker writes down a visit, with the consent of who was visited and the day on which it is let go.</summary>
public sealed class WriteVisit(CuobianDb db, Actor actor, IPlaces places, TimeProvider time)
{
    public const int LongestText = 1000;
    public static readonly int[] Months = [1, 3, 6, 12];

    public sealed class Form
    {
        /// <summary>The phone's own name for the visit; the same one twice is one visit.</summary>
        public Guid? Id { get; set; }
        public string? Grid { get; set; }
        public DateTimeOffset? At { get; set; }
        public VisitKind? Kind { get; set; }

        /// <summary>Without consent nothing is written down.</summary>
        public VisitConsent? Consent { get; set; }

        /// <summary>For how many months it is kept.</summary>
        public int? Keep { get; set; }
        public string? Person { get; set; }
        public string? Place { get; set; }
        public string? Matter { get; set; }
        public string? Thing { get; set; }
        public string? Sentiment { get; set; }
        public string? Organisation { get; set; }
        public string? Result { get; set; }
    }

    public static void Map(IEndpointRouteBuilder field) =>
        field.MapPost("/visits", async (Form? form, WriteVisit write, CancellationToken ct) => Results.Ok(new { id = await write.Run(form ?? new(), ct) }))
            .WithSummary("Write down a visit. What was said is sealed, and is let go after 1, 3, 6 or 12 months.");

    public async Task<Guid> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(FieldPermissions.Visit);
        var me = actor.Account ?? throw new Denied(FieldPermissions.Visit);
        var now = time.GetUtcNow();
        Check(form, now);
        actor.Require(FieldPermissions.Visit, form.Grid!);
        var id = form.Id is { } named && named != Guid.Empty ? named : Guid.CreateVersion7(now);
        if (await db.Visits.AsNoTracking().AnyAsync(v => v.Id == id && v.By == me, ct)) return id;

        db.Add(Visit.Write(id, form.Grid!, me, PhoneClock.Read(form.At, now), form.Kind!.Value, form.Consent!.Value, form.Keep!.Value, new VisitElements(
            Said(form.Person), Said(form.Place), Said(form.Matter), Said(form.Thing), Said(form.Sentiment), Said(form.Organisation), Said(form.Result))));
        await db.SaveChangesAsync(ct);
        return id;
    }

    private void Check(Form form, DateTimeOffset now)
    {
        var faults = new Faults()
            .If(form.Grid is null || places.Find(form.Grid) is not { Level: AreaLevel.Grid }, "grid", "field.unknown_grid")
            .If(form.Kind is not { } kind || !Enum.IsDefined(kind), "kind", "required")
            .If(form.Consent is not { } consent || !Enum.IsDefined(consent), "consent", "field.consent_needed")
            .If(form.Keep is not { } months || !Months.Contains(months), "keep", "field.keep_months")
            .Required(form.Matter, "matter")
            .CheckTime(form.At, now);
        foreach (var (field, text) in new[] { ("person", form.Person), ("place", form.Place), ("matter", form.Matter), ("thing", form.Thing), ("sentiment", form.Sentiment), ("organisation", form.Organisation), ("result", form.Result) })
            faults.AtMost(text, LongestText, field);
        faults.Throw();
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Replace("\0", "", StringComparison.Ordinal).Trim();
}
