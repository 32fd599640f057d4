using Cuobian.Kernel;
using Cuobian.Matters.Clocks;

namespace Cuobian.Matters;

/// <summary>Opens acts that run on the calendar loaded now.</summary>
public sealed class Clocking(Calendars calendars, ProcessLimits limits)
{
    public Clockwork Clockwork => new(calendars.Current, limits);

    public Act Act(Actor by, Part part, DateTimeOffset at) => new(by, part, at, Clockwork);
}
