using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters;

/// <summary>Takes over matters of another system's past in bulk, through the aggregate: number, history, state and visibility as everywhere.</summary>
internal sealed class AddPastMatters(CuobianDb db, Actor actor, TimeProvider time, IPlaces places, Categories categories, Numbers numbers, Clocking clocking) : IPastMatters
{
    public bool HasCategory(string code) => categories.Find(code) is not null;

    public async Task<IReadOnlyList<string>> Add(IReadOnlyList<PastMatter> past, CancellationToken ct)
    {
        if (!actor.IsSystem) throw new Denied(MattersPermissions.ReportFor);
        var free = await numbers.Many(db, past.Count, ct);
        var now = time.GetUtcNow();
        foreach (var (at, one) in past.Index()) Add(one, free[at], now);
        return free;
    }

    private void Add(PastMatter one, string number, DateTimeOffset now)
    {
        var category = categories.Find(one.Category);
        var visibility = category?.Sensitive == true ? Visibility.Restricted : Visibility.Public;
        var report = new Report(number, TextRules.Clean(one.Text), Channel.Import, PlaceOf(one), category, visibility);
        var act = clocking.Act(Actor.System, Part.System, one.At);
        var matter = one.ClosedAt is { } closed
            ? Matter.PastAndClosed(report, closed, one.Answer, one.Origin, act)
            : Matter.PastAndOpen(report, category, one.Origin, act, clocking.Act(Actor.System, Part.System, now));
        db.Add(matter);
        // Nobody gets a code: whoever reported follows it where they reported it.
        db.Add(new MatterReporter { MatterId = matter.Id, CodeHash = Codes.Hash(number, Codes.New()), Name = Blank(one.ReporterName), Phone = Blank(one.ReporterPhone) });
    }

    private Place PlaceOf(PastMatter one)
    {
        var located = one.Point is { } point ? places.Locate(point)?.Grid : null;
        var area = located ?? (one.Area is { Length: > 0 } code ? places.Recall(code) : null);
        return new Place(area?.Code ?? places.Root, area?.Level == AreaLevel.Grid ? area.Code : null, one.Point, Blank(one.Address));
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : TextRules.Clean(text);
}
