using Cuobian.Matters.Contracts;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Clocks;

/// <summary>Loads the holidays and make-up days of one or more years, each year as a whole, all or none.</summary>
public sealed class ImportCalendar(CuobianDb db, Calendars calendars, Actor actor, TimeProvider time, IActLedger ledger)
{
    /// <summary>The right to change which days are worked.</summary>
    public const string Permission = MattersPermissions.Calendar;

    /// <summary>What was read for one year, and whether it differs from what was known before.</summary>
    public sealed record Loaded(int Year, int Holidays, int Workdays, bool Changes);

    public async Task<IReadOnlyList<Loaded>> Run(Stream file, bool dryRun, CancellationToken ct)
    {
        actor.RequireSomewhere(Permission);
        var years = await CalendarFile.Read(file, new Faults(), ct);
        var loaded = await db.InOneTransaction(async () =>
        {
            var seen = new List<Loaded>();
            foreach (var (year, days) in years) seen.Add(await Replace(year, days, dryRun, ct));
            await db.SaveChangesAsync(ct);
            if (!dryRun) await ledger.Write("calendar_imported", "calendar", new { Years = seen.Select(l => l.Year) }, ct);
            return seen;
        }, ct);
        if (!dryRun) await calendars.Load(db, ct);
        return loaded;
    }

    private async Task<Loaded> Replace(int year, List<Day> days, bool dryRun, CancellationToken ct)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var before = db.Set<Day>().Where(d => d.Date >= first && d.Date <= last);
        var known = await db.Set<CalendarYear>().SingleOrDefaultAsync(y => y.Year == year, ct);
        var changes = known is null || !days.ToHashSet().SetEquals(await before.AsNoTracking().ToListAsync(ct));
        if (changes && !dryRun)
        {
            await before.ExecuteDeleteAsync(ct);
            db.AddRange(days);
            if (known is null) db.Add(new CalendarYear { Year = year, LoadedAt = time.GetUtcNow() });
            else known.LoadedAt = time.GetUtcNow();
        }
        return new Loaded(year, days.Count(d => d.Kind == DayKind.Holiday), days.Count(d => d.Kind == DayKind.Workday), changes);
    }
}
