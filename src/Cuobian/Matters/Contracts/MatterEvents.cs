using Cuobian.Kernel;

namespace Cuobian.Matters.Contracts;

/// <summary>One command changed a matter; carries nothing personal.</summary>
public sealed record MatterMoved(Guid Matter, string Number, string Area, string Command, string State, DateTimeOffset At) : ICounted
{
    string ICounted.Kind => Command;
}

/// <summary>What people may want to be told about a matter.</summary>
public enum News
{
    Reported, Dispatched, Accepted, Returned, Asked, Replied, Answered, Rejected, Closed, Reopened, Urged,
    Called, Refused, Supervised, Raised, Requested, Decided, Commented, Split, Merged, Diverted, PanelFormed, MilestoneReached,
}

/// <summary>Something worth telling happened to a matter; who leads it and who reported it is read when it is told.</summary>
public sealed record MatterNews(Guid Matter, string Number, string Area, News Kind, DateTimeOffset At) : IEvent;

/// <summary>Four fifths of a clock are used: the handler is told, and only while the clock counts.</summary>
public sealed record ClockWarned(Guid Matter, string Number, string Area, string? Unit, Guid? Handler, string Clock, DateTimeOffset Due) : IEvent;

/// <summary>A clock ran out. Step 1 goes to the head of the unit; step 2, when nothing happened since, to the level above.</summary>
public sealed record ClockBreached(Guid Matter, string Number, string Area, string? Unit, string Clock, int Step, DateTimeOffset At) : ICounted
{
    string ICounted.Kind => Clock;
}

/// <summary>The team of a grid is called to an urgent matter: these people at once.</summary>
public sealed record TeamCalled(Guid Matter, string Number, string Area, IReadOnlyList<Guid> People, DateTimeOffset At) : IEvent;
