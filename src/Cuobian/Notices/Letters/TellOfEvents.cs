using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Notices.Letters;

/// <summary>Four fifths of a clock are used: who has to act while it runs.</summary>
internal sealed class TellOfWarning(TellPeople people) : IManyReaction<ClockWarned>
{
    public Task React(IReadOnlyList<ClockWarned> many, CancellationToken ct) => people.Tell([.. many.Select(warned => new Happening(warned.Matter, $"{nameof(ClockWarned)}.{warned.Clock}", warned.At))], ct);
}

/// <summary>A clock ran out: first those whose clock it is and their head, later the level above.</summary>
internal sealed class TellOfBreach(TellPeople people) : IManyReaction<ClockBreached>
{
    public const string StillOver = "ClockEscalated";

    public Task React(IReadOnlyList<ClockBreached> many, CancellationToken ct) =>
        people.Tell([.. many.Select(breached => new Happening(breached.Matter, breached.Step == 1 ? $"{nameof(ClockBreached)}.{breached.Clock}" : StillOver, breached.At))], ct);
}

/// <summary>The level above supervises from now on.</summary>
internal sealed class TellOfTier(TellPeople people) : IManyReaction<TierRaised>
{
    public Task React(IReadOnlyList<TierRaised> many, CancellationToken ct) => people.Tell([.. many.Select(raised => new Happening(raised.Matter, nameof(TierRaised), raised.At))], ct);
}

/// <summary>A unit is called to a joint matter, was silent too long, or is let off.</summary>
internal sealed class TellOfCalledUnit(TellPeople people) : IManyReaction<CalledUnitMoved>
{
    public Task React(IReadOnlyList<CalledUnitMoved> many, CancellationToken ct) => people.Tell([.. many.Select(moved => new Happening(moved.Matter, $"CalledUnit.{moved.Command}", moved.At) { Unit = moved.Unit })], ct);
}

/// <summary>These people are called to an urgent matter.</summary>
internal sealed class TellOfTeam(TellPeople people) : IManyReaction<TeamCalled>
{
    public Task React(IReadOnlyList<TeamCalled> many, CancellationToken ct) => people.Tell([.. many.Select(called => new Happening(called.Matter, nameof(TeamCalled), called.At) { People = called.People })], ct);
}

/// <summary>A milestone passed and was not reached: the panel and the level above.</summary>
internal sealed class TellOfMilestone(TellPeople people, IMatterParties matters) : IReaction<MilestoneDue>
{
    public const string Missed = "MilestoneMissed";

    public async Task React(MilestoneDue due, CancellationToken ct)
    {
        if ((await matters.Of([due.Matter], ct)).GetValueOrDefault(due.Matter) is { } parties && parties.OpenMilestones.Contains(due.Due)) await people.Tell([new Happening(due.Matter, Missed, due.Due)], ct);
    }
}
