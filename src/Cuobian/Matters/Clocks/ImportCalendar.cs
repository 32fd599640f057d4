using Cuobian.Matters.Contracts;
using Cuobian.Matters.Rules;
using Cuobian.Data;
using Cuobian.Kernel;

namespace Cuobian.Matters.Clocks;

/// <summary>Publishes a calendar with the holidays and make-up days of one or more years, each year as a whole, all or none.</summary>
public sealed class ImportCalendar(CuobianDb db, Calendars calendars, Actor actor, IActLedger ledger)
{
    /// <summary>The right to change which days are worked.</summary>
    public const string Permission = MattersPermissions.Calendar;

    /// <summary>What was read for one year, and whether it differs from what was known before.</summary>
    public sealed record Loaded(int Year, int Holidays, int Workdays, bool Changes);

    public async Task<IReadOnlyList<Loaded>> Run(Stream file, bool dryRun, CancellationToken ct)
    {
        actor.RequireSomewhere(Permission);
        var years = await CalendarFile.Read(file, new Faults(), ct);
        await calendars.Load(db, ct);
        var known = calendars.Book.Years;
        List<Loaded> loaded = [.. years.Select(y => new Loaded(y.Key, Count(y.Value, DayKind.Holiday), Count(y.Value, DayKind.Workday),
            !known.TryGetValue(y.Key, out var before) || !y.Value.ToHashSet().SetEquals(before)))];
        if (dryRun || loaded.All(year => !year.Changes)) return loaded;

        var all = new Dictionary<int, IReadOnlyList<Day>>(known);
        foreach (var (year, days) in years) all[year] = days;
        var changed = loaded.Where(y => y.Changes).Select(y => y.Year).ToList();
        db.TellWhenStored(Catalogue.Changed);
        await db.InOneTransaction(async () =>
        {
            var number = await calendars.Publish(db, calendars.Book with { Years = all }, $"import {string.Join(", ", changed)}", ct);
            await ledger.Write("settings.published", $"settings:calendar:{number}", new { years = changed }, ct);
            return number;
        }, ct);
        await calendars.Load(db, ct);
        return loaded;
    }

    private static int Count(List<Day> days, DayKind kind) => days.Count(d => d.Kind == kind);
}
