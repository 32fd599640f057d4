using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cuobian.Data.Live;

namespace Cuobian.Data.Telemetry;

/// <summary>What the house counts about itself, for whoever watches it: numbers and names of kinds, never a person or a place.</summary>
internal sealed class HouseFigures
{
    public const string Name = "Cuobian";
    public static readonly ActivitySource Spans = new(Name);
    private readonly Counter<long> events;
    private readonly Counter<long> deliveries;
    private readonly ObservableGauge<long> due;
    private volatile Seen seen = new(0, 0, 0, 1);

    public HouseFigures(IMeterFactory meters, Signals signals)
    {
        var meter = meters.Create(Name);
        events = meter.CreateCounter<long>("cuobian.events", "{event}", "Things that happened and were stored: MatterMoved of kind Register is the intake, ClockBreached a clock that ran out.");
        deliveries = meter.CreateCounter<long>("cuobian.work.deliveries", "{delivery}", "Work of the queue by outcome: delivered, failed (comes back) or dead (set aside).");
        meter.CreateObservableGauge("cuobian.work.lag", () => seen.Lag, "s", "How long the oldest due work waits.");
        due = meter.CreateObservableGauge("cuobian.work.due", () => seen.Due, "{work}", "Work that is due and not done.");
        meter.CreateObservableGauge("cuobian.work.dead", () => seen.Dead, "{work}", "Work that was set aside after too many attempts.");
        meter.CreateObservableGauge("cuobian.live.listeners", () => signals.Listeners, "{listener}", "Open pages of this node that hear of changes at once.");
        meter.CreateObservableGauge("cuobian.nodes", () => seen.Nodes, "{node}", "Servers that serve this database now.");
    }

    /// <summary>Is anybody watching? What must be asked of the database is asked only then.</summary>
    public bool AreWatched => due.Enabled;

    public void Happened(string what, string kind) => events.Add(1, new KeyValuePair<string, object?>("event", what), new KeyValuePair<string, object?>("kind", kind));

    public void Delivered(string outcome) => deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Saw(TimeSpan lag, long due, long dead, long nodes) => seen = new Seen(Math.Max(0, lag.TotalSeconds), due, dead, nodes);

    private sealed record Seen(double Lag, long Due, long Dead, long Nodes);
}
