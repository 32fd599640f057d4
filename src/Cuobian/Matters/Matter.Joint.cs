using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>Joint handling (吹哨报到): a street or community calls units, each answers on its own clock (command 14).</summary>
public sealed partial class Matter
{
    public void Whistle(IReadOnlyList<(string Unit, bool Mandatory)> units, Act act)
    {
        MustBeLegal(MatterCommand.Whistle);
        foreach (var (unit, _) in units) Refused.If(unit == LeadUnit || co.Any(c => c.Unit == unit), "matters.called_already", unit);
        Do(MatterCommand.Whistle, act, changed: new { units = units.Select(u => u.Unit) });
        var (pace, minutes) = act.Clockwork.Budget(ClockKind.Accept, null, Tier);
        co.AddRange(units.Select(u => new MatterCo
        {
            MatterId = Id,
            Unit = u.Unit,
            Mandatory = u.Mandatory,
            CalledAt = act.At,
            DueAt = act.Clockwork.Due(pace, act.At, minutes),
        }));
    }

    public void CoAccept(string unit, Act act) => Respond(MatterCommand.CoAccept, unit, CoState.Accepted, act);

    /// <summary>A refusal goes to the level above: the matter becomes key, a key matter hard, and is supervised.</summary>
    public void CoRefuse(string unit, Act act)
    {
        Respond(MatterCommand.CoRefuse, unit, CoState.Refused, act);
        RaiseTier(Tier == Tier.Ordinary ? Tier.Key : Tier.Hard);
        Supervised = true;
    }

    public void CoFinish(string unit, Act act) => End(MatterCommand.CoFinish, unit, CoState.Finished, act, CoState.Accepted);

    /// <summary>A supervisor lets a called unit off.</summary>
    public void Waive(string unit, Act act) => End(MatterCommand.Waive, unit, CoState.Waived, act, CoState.Called, CoState.Accepted, CoState.Refused);

    /// <summary>A result is handed in only when every unit that must come has finished or was let off.</summary>
    private void MustBeDoneByAll() => Refused.If(co.Any(c => c is { Mandatory: true, State: CoState.Called or CoState.Accepted or CoState.Refused }), "matters.co_open");

    private void Respond(MatterCommand command, string unit, CoState state, Act act)
    {
        MustBeLegal(command);
        var called = Called(unit, CoState.Called);
        Do(command, act, changed: new { unit });
        (called.State, called.AnsweredAt, called.Late) = (state, act.At, called.DueAt < act.At);
    }

    private void End(MatterCommand command, string unit, CoState state, Act act, params CoState[] from)
    {
        MustBeLegal(command);
        var called = Called(unit, from);
        Do(command, act, changed: new { unit });
        (called.State, called.EndedAt) = (state, act.At);
    }

    private MatterCo Called(string unit, params CoState[] states) =>
        co.SingleOrDefault(c => c.Unit == unit && states.Contains(c.State)) ?? throw new Refused("matters.not_called", unit);
}
