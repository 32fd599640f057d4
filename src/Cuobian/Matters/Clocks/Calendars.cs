using System.Reflection;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Clocks;

/// <summary>Holds the working calendar in memory; it is swapped whole when the stored days change.</summary>
public sealed class Calendars(OpeningHours hours, TimeProvider time)
{
    private volatile WorkCalendar current = new(hours, [], []);
    private (int Years, DateTimeOffset? Latest) stamp;

    public WorkCalendar Current => current;

    public async Task Load(CuobianDb db, CancellationToken ct)
    {
        var years = await db.Set<CalendarYear>().AsNoTracking().ToListAsync(ct);
        var days = await db.Set<Day>().AsNoTracking().ToListAsync(ct);
        current = new WorkCalendar(hours, years.Select(y => y.Year), days);
        stamp = (years.Count, years.Max(y => (DateTimeOffset?)y.LoadedAt));
    }

    /// <summary>Loads again when somebody else, such as the command line or another node, changed the days.</summary>
    public async Task Refresh(CuobianDb db, CancellationToken ct)
    {
        var years = db.Set<CalendarYear>().AsNoTracking();
        if (stamp != (await years.CountAsync(ct), await years.MaxAsync(y => (DateTimeOffset?)y.LoadedAt, ct))) await Load(db, ct);
    }

    /// <summary>Years that clocks will need soon and that nobody has loaded: staff must be told.</summary>
    public IReadOnlyList<int> Missing(DateTimeOffset now, int monthsAhead = 3)
    {
        var local = now.ToOffset(WorkCalendar.Zone);
        var last = local.AddMonths(monthsAhead).Year;
        return [.. Enumerable.Range(local.Year, last - local.Year + 1).Except(current.Years)];
    }

    /// <summary>Stores the years that ship with the product, unless they are there already: an imported correction stays.</summary>
    public async Task Seed(CuobianDb db, CancellationToken ct)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Clocks.Seed.", StringComparison.Ordinal)))
        {
            await using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (year, days) in await CalendarFile.Read(file, new Faults(), ct))
                if (!await db.Set<CalendarYear>().AnyAsync(y => y.Year == year, ct))
                {
                    db.Add(new CalendarYear { Year = year, LoadedAt = time.GetUtcNow() });
                    db.AddRange(days);
                }
        }
        await db.SaveChangesAsync(ct);
    }
}
