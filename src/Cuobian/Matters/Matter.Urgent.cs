using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>Urgent matters (社区110): the team of the grid is called, somebody takes the call, and the arrival is recorded on the spot.</summary>
public sealed partial class Matter
{
    public DateTimeOffset? CalledOutAt { get; private set; }

    public DateTimeOffset? CallTakenAt { get; private set; }

    public Guid? CallTakenBy { get; private set; }

    public DateTimeOffset? ArrivedAt { get; private set; }

    public Guid? ArrivedBy { get; private set; }

    /// <summary>Was the position that came with the arrival inside the grid? Null when none came.</summary>
    public bool? ArrivedInGrid { get; private set; }

    private CallStage Call => ArrivedAt is not null ? CallStage.Arrived : CallTakenAt is not null ? CallStage.Taken : CalledOutAt is not null ? CallStage.Waiting : CallStage.None;

    public void CallOut(IReadOnlyList<Guid> people, Act act)
    {
        MustBeLegal(MatterCommand.CallOut);
        Refused.If(people.Count == 0, "matters.nobody_to_call");
        Do(MatterCommand.CallOut, act, changed: new { people = people.Count });
        CalledOutAt = act.At;
        Raise(new TeamCalled(Id, Number, Area, people, act.At));
    }

    public void TakeCall(Act act)
    {
        Do(MatterCommand.TakeCall, act);
        (CallTakenAt, CallTakenBy) = (act.At, act.By.Account);
    }

    public void Arrive(bool? inGrid, Act act)
    {
        Do(MatterCommand.Arrive, act, changed: new { inGrid });
        (ArrivedAt, ArrivedBy, ArrivedInGrid) = (act.At, act.By.Account, inGrid);
    }
}
