using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>What happens when handling is due and when a pause is over: at that instant, once, and never while the clock stands still.</summary>
public sealed class PauseTimerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_that_is_late_raises_the_tier_once()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        var due = (await Handle(ward, told)).DueAt!.Value;
        await DeliverAt(ward, due.AddSeconds(-1));
        Assert.Equal(Tier.Ordinary, (await ward.Stored(told)).Tier);
        await DeliverAt(ward, due);
        Assert.Equal((1, Tier.Key, MatterState.Handling), await Breaches(ward, told));
        var (matter, clock) = (await ward.Stored(told), await Handle(ward, told));
        await ward.App.InScope(async services =>
        {
            await services.GetRequiredService<ActOnDueClocks>().React([new ClockDue(matter.Id, clock.Id, clock.Kind)], Ct);
            return true;
        }, Actor.System);
        Assert.Equal((1, Tier.Key, MatterState.Handling), await Breaches(ward, told));
    }

    [Fact]
    public async Task A_clock_that_came_back_at_once_and_rings_twice_breaches_once()
    {
        await using var ward = await Ward.Open();
        var (told, root) = (await ward.In(MatterState.Handling), await ward.Root());
        await ward.Do(told, "merge", new { target = root.Number, reason = "同一盏灯" });
        await ward.Do(told, "unmerge", new { reason = "不是一回事" });
        await DeliverAt(ward, (await Handle(ward, told)).DueAt!.Value);
        Assert.Equal((1, Tier.Key, MatterState.Handling), await Breaches(ward, told));
    }

    [Fact]
    public async Task A_suspended_clock_does_not_breach_goes_on_when_its_time_is_over_and_rings_later()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        var due = (await Handle(ward, told)).DueAt!.Value;
        // No whole second, as real clocks are.
        ward.App.Clock.Advance(TimeSpan.FromTicks(1_234_567));
        var until = due.AddDays(2).AddTicks(7);
        await ward.Do(told, "request-suspension", new { pause = "weather", until, words = "等雨停" });
        await ward.Do(told, "grant", new { }, await ward.Deputy());
        await DeliverAt(ward, due.AddHours(1));
        Assert.Equal((0, Tier.Ordinary, MatterState.Handling), await Breaches(ward, told));
        Assert.Null((await ward.Stored(told)).NextDueAt);

        await DeliverAt(ward, until);
        var matter = await ward.Stored(told);
        Assert.Equal((MatterCommand.Resume, Part.System, null), (matter.Entries.MaxBy(e => e.Seq)!.Command, matter.Entries.MaxBy(e => e.Seq)!.Part, matter.Pause));
        var later = (await Handle(ward, told)).DueAt!.Value;
        Assert.Equal(later, matter.NextDueAt);
        Assert.True(later > until);
        await DeliverAt(ward, later);
        Assert.Equal((1, Tier.Key, MatterState.Handling), await Breaches(ward, told));
    }

    [Fact]
    public async Task A_question_to_the_reporter_waits_for_days_at_most_and_an_answer_ends_it_before()
    {
        await using var ward = await Ward.Open();
        var (silent, answered) = (await ward.In(MatterState.Handling), await ward.In(MatterState.Handling));
        ward.App.Clock.Advance(TimeSpan.FromTicks(1_234_567));
        foreach (var told in new[] { silent, answered }) await ward.Do(told, "ask", new { words = "哪一盏？" });
        await ward.Do(answered, $"reply?code={answered.Code}", new { words = "门口那盏" }, ward.Stranger);
        Assert.Null((await ward.Stored(answered)).Pause);
        await DeliverAt(ward, (await ward.Stored(silent)).PausedUntil!.Value);
        Assert.Null((await ward.Stored(silent)).Pause);
        Assert.DoesNotContain((await ward.Stored(answered)).Entries, e => e.Command == MatterCommand.Resume);
    }

    [Fact]
    public async Task An_extended_clock_rings_later()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        var due = (await Handle(ward, told)).DueAt!.Value;
        await ward.Do(told, "request-extension", new { hours = 2, reason = "配件未到" });
        await ward.Do(told, "grant", new { }, await ward.Deputy());
        await DeliverAt(ward, due);
        Assert.Equal((0, Tier.Ordinary, MatterState.Handling), await Breaches(ward, told));
        await DeliverAt(ward, (await Handle(ward, told)).DueAt!.Value);
        Assert.Equal((1, Tier.Key, MatterState.Handling), await Breaches(ward, told));
    }

    [Fact]
    public async Task A_transfer_ends_a_pause()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        await ward.Do(told, "ask", new { words = "哪一盏？" });
        await ward.Do(told, "request-transfer", new { unitCode = Ward.OtherLead, reason = "归他们管" });
        await ward.Do(told, "grant", new { }, await ward.Deputy());
        var handle = await Handle(ward, told);
        Assert.Equal((true, null), (handle.Runs, handle.PausedAt));
        await DeliverAt(ward, handle.DueAt!.Value);
        Assert.Equal((1, Tier.Key, MatterState.Dispatched), await Breaches(ward, told));
    }

    private static async Task DeliverAt(Ward ward, DateTimeOffset instant)
    {
        ward.App.Clock.Set(instant);
        while (await ward.App.DeliverDue() > 0) { }
    }

    private static async Task<MatterClock> Handle(Ward ward, Ward.Told told) => (await ward.Stored(told)).Clocks.Single(c => c.Kind == ClockKind.Handle);

    private static async Task<(int, Tier, MatterState)> Breaches(Ward ward, Ward.Told told)
    {
        var matter = await ward.Stored(told);
        return (matter.Entries.Count(e => e.Command == MatterCommand.Breach), matter.Tier, matter.State);
    }
}
