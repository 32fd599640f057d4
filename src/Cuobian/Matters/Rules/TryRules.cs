using Cuobian.Data;
using Cuobian.Matters.Clocks;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Rules;

/// <summary>One matter that would go elsewhere; null for a unit is triage.</summary>
public sealed record TrialLine(string Number, string Category, string Area, string? Before, string? After, int? RuleBefore, int? RuleAfter, string? Lead);

/// <summary>How many matters would go from one unit to another.</summary>
public sealed record TrialMove(string? Before, string? After, int Count);

/// <summary>What a draft of the rules would have done with the last matters.</summary>
public sealed record Trial(int Tried, int Changed, IReadOnlyList<TrialMove> Moves, IReadOnlyList<TrialLine> Lines, IReadOnlyDictionary<int, int> Fired);

/// <summary>Replays the last matters with the published rules and with the draft, as if they were reported on one day; nothing is changed by it.</summary>
public sealed class TryRules(CuobianDb db, OpenCatalogue open, Router router, RuleCatalogue rules, Categories categories, DangerWords dangers, TimeProvider time)
{
    public const int Usual = 500;
    public const int Most = 10_000;
    public const int MostLines = 200;

    public async Task<Trial?> Run(int last, DateOnly? day, CancellationToken ct)
    {
        if (await open.Run(Catalogue.Code(CatalogueKind.Rules), ct) is not { } opened) return null;
        var draft = rules.Parse(opened.Shown, new Kernel.Faults());
        var now = rules.Parse(opened.Rows, new Kernel.Faults());
        var on = day ?? DateOnly.FromDateTime(time.GetUtcNow().ToOffset(WorkCalendar.Zone).DateTime);
        var matters = await db.Matters.AsNoTracking().OrderByDescending(m => m.Id).Take(Math.Clamp(last, 1, Most))
            .Select(m => new Past(m.Number, m.CategoryCode, m.Area, m.Grid, m.Text, m.Channel, m.RegisteredAt, m.LeadUnit)).ToListAsync(ct);

        var fired = new Dictionary<int, int>();
        var changed = new List<TrialLine>();
        foreach (var matter in matters)
        {
            var (before, after) = (Decide(now, matter, on), Decide(draft, matter, on));
            if (after.Rule is { } rule) fired[rule.Number] = fired.GetValueOrDefault(rule.Number) + 1;
            if (before.Unit?.Code != after.Unit?.Code)
                changed.Add(new TrialLine(matter.Number, matter.Category ?? "", matter.Area, before.Unit?.Code, after.Unit?.Code, before.Rule?.Number, after.Rule?.Number, matter.Lead));
        }
        var moves = changed.GroupBy(c => (c.Before, c.After)).Select(g => new TrialMove(g.Key.Before, g.Key.After, g.Count())).OrderByDescending(m => m.Count);
        return new Trial(matters.Count, changed.Count, [.. moves], [.. changed.Take(MostLines)], fired);
    }

    private Decision Decide(RuleBook book, Past matter, DateOnly on)
    {
        var category = categories.Find(matter.Category);
        var danger = category?.IsUrgent == true || dangers.Find(matter.Text) is not null;
        var facts = RoutingFacts.Of(matter.Category ?? "", matter.Area, matter.Text, matter.Channel, matter.At, danger) with { Day = on };
        return router.Decide(book, 0, category, matter.Grid, facts);
    }

    private sealed record Past(string Number, string? Category, string Area, string? Grid, string Text, Channel Channel, DateTimeOffset At, string? Lead);
}
