using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

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
        foreach (var (unit, mandatory) in units)
        {
            var called = new MatterCo { MatterId = Id, Unit = unit, Mandatory = mandatory, CalledAt = act.At, DueAt = act.Clockwork.Due(pace, act.At, minutes) };
            co.Add(called);
            TellCalled(MatterCommand.Whistle, unit, act);
            RingWhenDue(called);
        }
    }

    public void CoAccept(string unit, Act act) => Respond(MatterCommand.CoAccept, unit, CoState.Accepted, act);

    /// <summary>A refusal goes to the level above: the matter becomes key, a key matter hard, and is supervised.</summary>
    public void CoRefuse(string unit, Act act)
    {
        Respond(MatterCommand.CoRefuse, unit, CoState.Refused, act);
        RaiseTier(Tier == Tier.Ordinary ? Tier.Key : Tier.Hard, act.At);
        (Supervised, SupervisedAt) = (true, LevelAbove);
    }

    /// <summary>A called unit let its clock pass without a word: it is counted and told; it may still answer.</summary>
    public void CoTimeout(string unit, Act act)
    {
        MustBeLegal(MatterCommand.CoTimeout);
        var called = Called(unit, CoState.Called);
        Refused.If(called.LapsedAt is not null, "matters.not_called", unit);
        Do(MatterCommand.CoTimeout, act, changed: new { unit });
        called.LapsedAt = act.At;
        TellCalled(MatterCommand.CoTimeout, unit, act);
    }

    public void CoFinish(string unit, Act act) => End(MatterCommand.CoFinish, unit, CoState.Finished, act, CoState.Accepted);

    /// <summary>A supervisor lets a called unit off.</summary>
    public void Waive(string unit, Act act)
    {
        End(MatterCommand.Waive, unit, CoState.Waived, act, CoState.Called, CoState.Accepted, CoState.Refused);
        TellCalled(MatterCommand.Waive, unit, act);
    }

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

    private void TellCalled(MatterCommand command, string unit, Act act) => Raise(new CalledUnitMoved(Id, Number, Area, unit, command.ToString(), act.At));

    private void RingWhenDue(MatterCo called)
    {
        if (called is { State: CoState.Called, DueAt: { } due }) Raise(new CallDue(Id, called.Unit), due);
    }

    /// <summary>Fills in the due times of calls that waited for a calendar.</summary>
    private bool ReckonCalls(Clockwork clockwork)
    {
        var (pace, minutes) = clockwork.Budget(ClockKind.Accept, null, Tier);
        var waiting = co.Where(c => c is { State: CoState.Called, DueAt: null }).ToList();
        foreach (var called in waiting)
        {
            called.DueAt = clockwork.Due(pace, called.CalledAt, minutes);
            RingWhenDue(called);
        }
        return waiting.Exists(c => c.DueAt is not null);
    }

    private MatterCo Called(string unit, params CoState[] states) =>
        co.SingleOrDefault(c => c.Unit == unit && states.Contains(c.State)) ?? throw new Refused("matters.not_called", unit);
}

/// <summary>The instant at which a called unit must have answered.</summary>
public sealed record CallDue(Guid Matter, string Unit) : IEvent;
