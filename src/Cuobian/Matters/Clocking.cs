using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;

namespace Cuobian.Matters;

/// <summary>Opens acts that run on the right calendar: the newest for a new matter, for every other the one it began with.</summary>
public sealed class Clocking(Calendars calendars, Categories categories, ProcessLimits limits)
{
    public Clockwork Clockwork => new(calendars.Current, limits);

    /// <summary>The versions that a matter registered now keeps.</summary>
    public Pins Pins => new(categories.Number, calendars.Number);

    public Clockwork For(Matter matter) => new(calendars.For(matter.CalendarVersion), limits);

    public Act Act(Actor by, Part part, DateTimeOffset at) => new(by, part, at, Clockwork);

    public Act Act(Actor by, Part part, DateTimeOffset at, Matter matter) => new(by, part, at, For(matter));

    /// <summary>A matter may have begun on another node with a version that this one has not taken in yet.</summary>
    public async Task Know(Matter matter, CuobianDb db, CancellationToken ct)
    {
        if (matter.CategoriesVersion > categories.Number) await categories.Load(db, ct);
        if (matter.CalendarVersion > calendars.Number) await calendars.Load(db, ct);
    }
}
