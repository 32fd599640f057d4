using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>How quickly a community came when it was called: of all calls, how many arrivals were recorded, and in how many minutes.</summary>
public sealed record ArrivalRow(string Area, string Name, int Called, int Taken, int Arrived, int InTime, int? MedianMinutes, int? SlowestMinutes)
{
    /// <summary>Calls whose arrival nobody recorded; they are in the denominator.</summary>
    public int NotRecorded => Called - Arrived;
}

/// <summary>How a kind of unit answered when it was called to joint matters; what was not answered yet counts as called.</summary>
public sealed record ResponseRow(string Department, string Name, int Called, int InTime, int Late, int Silent, int Refused, int Finished)
{
    /// <summary>Answers in time among all calls that were answered or are overdue; null when there are none.</summary>
    public double? Rate => InTime + Late + Silent == 0 ? null : (double)InTime / (InTime + Late + Silent);
}

/// <summary>How long answers took a kind of unit on its own clock, and how long the people waited from the report to the verified answer; pauses are counted for the people alone.</summary>
public sealed record TimeRow(string Department, string Name, int Answered, int Suspended, double? UnitHours, double CitizenHours);

/// <summary>Counts how called teams and units responded, for those who may read an area.</summary>
public sealed class ShowResponses(CuobianDb db, Actor actor, TimeProvider time, IPlaces places, IUnits units)
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <summary>Days in China, both counted in; left out: the last thirty days.</summary>
    public sealed record Query
    {
        public DateOnly? From { get; init; }
        public DateOnly? Until { get; init; }
        public string? Area { get; init; }
    }

    /// <summary>What was called for in these days.</summary>
    public sealed record Answer(DateOnly From, DateOnly Until, IReadOnlyList<ArrivalRow> Arrivals, IReadOnlyList<ResponseRow> Responses, IReadOnlyList<TimeRow> Times);

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("/responses", async ([AsParameters] Query query, ShowResponses show, CancellationToken ct) => Results.Ok(await show.Run(query, ct)))
            .WithSummary("Minutes to arrival by community, and how called units answered by department; calls without an arrival or answer count; and the time of units beside the time of the people.");

    public async Task<Answer> Run(Query query, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Supervise);
        var today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(WorkCalendar.Zone).DateTime);
        var (first, last) = (query.From ?? today.AddDays(-Usual.Days), query.Until ?? today);
        new Faults().If(last < first, "until", "matters.until_before_from").Throw();
        var (from, until) = (Start(first), Start(last.AddDays(1)));
        var readable = db.Matters.AsNoTracking().Readable(actor).Within(query.Area ?? "");
        return new Answer(first, last, await Arrivals(readable, from, until, ct), await Responses(readable, from, until, ct), await Times(readable, from, until, ct));
    }

    private async Task<IReadOnlyList<ArrivalRow>> Arrivals(IQueryable<Matter> readable, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var calls = await readable.Where(m => m.CalledOutAt >= from && m.CalledOutAt < until)
            .Select(m => new { m.Area, m.CalledOutAt, m.CallTakenAt, m.ArrivedAt, Late = m.Clocks.Where(c => c.Kind == ClockKind.Arrive).Select(c => c.Late).FirstOrDefault() }).ToListAsync(ct);
        return
        [
            .. calls.GroupBy(c => AreaCode.CommunityOf(c.Area)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(group =>
            {
                var minutes = group.Where(c => c.ArrivedAt is not null).Select(c => (int)(c.ArrivedAt!.Value - c.CalledOutAt!.Value).TotalMinutes).Order().ToList();
                return new ArrivalRow(group.Key, places.Recall(group.Key)?.Name ?? group.Key, group.Count(), group.Count(c => c.CallTakenAt is not null), minutes.Count,
                    group.Count(c => c is { ArrivedAt: not null, Late: false }), minutes.Count == 0 ? null : minutes[(minutes.Count - 1) / 2], minutes.Count == 0 ? null : minutes[^1]);
            }),
        ];
    }

    private async Task<IReadOnlyList<ResponseRow>> Responses(IQueryable<Matter> readable, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var called = await readable.SelectMany(m => m.Co).Where(c => c.CalledAt >= from && c.CalledAt < until).ToListAsync(ct);
        var names = DepartmentNames();
        return
        [
            // A unit that was let off before it answered is no silence.
            .. called.Where(c => !(c.State == CoState.Waived && c.AnsweredAt is null)).GroupBy(c => units.Find(c.Unit)?.Type ?? c.Unit).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new ResponseRow(g.Key, names.GetValueOrDefault(g.Key) ?? g.Key, g.Count(), g.Count(c => c.Late == false), g.Count(c => c.Late == true),
                    g.Count(c => c.State == CoState.Called && c.LapsedAt is not null), g.Count(c => c.State == CoState.Refused), g.Count(c => c.State == CoState.Finished))),
        ];
    }

    private async Task<IReadOnlyList<TimeRow>> Times(IQueryable<Matter> readable, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var answered = await readable.Where(m => m.AnsweredAt >= from && m.AnsweredAt < until).GroupBy(m => m.LeadUnit).Select(g => new
        {
            Unit = g.Key,
            All = g.Count(),
            Suspended = g.Count(m => m.Suspensions > 0),
            Measured = g.Count(m => m.UnitMinutes != null),
            UnitMinutes = g.Sum(m => (long?)m.UnitMinutes) ?? 0,
            CitizenMinutes = g.Sum(m => (long?)m.CitizenMinutes) ?? 0,
        }).ToListAsync(ct);
        var names = DepartmentNames();
        return
        [
            .. answered.GroupBy(a => a.Unit is null ? "" : units.Find(a.Unit)?.Type ?? a.Unit).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
                new TimeRow(g.Key, names.GetValueOrDefault(g.Key) ?? g.Key, g.Sum(a => a.All), g.Sum(a => a.Suspended),
                    Hours(g.Sum(a => a.UnitMinutes), g.Sum(a => a.Measured)), Hours(g.Sum(a => a.CitizenMinutes), g.Sum(a => a.All)) ?? 0)),
        ];
    }

    private static double? Hours(long minutes, int matters) => matters == 0 ? null : Math.Round(minutes / 60.0 / matters, 1);

    private Dictionary<string, string> DepartmentNames() =>
        units.Types.ToDictionary(t => t.Code, t => System.Globalization.CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? t.Zh : t.En);

    private static DateTimeOffset Start(DateOnly day) => new DateTimeOffset(day, default, WorkCalendar.Zone).ToUniversalTime();
}
