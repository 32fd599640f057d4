using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>What the system does when a clock runs out: once, on time, and never twice.</summary>
public sealed class DueClockTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_acceptance_that_did_not_come_is_noted_once_and_is_late()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Dispatched);
        ward.App.Clock.Advance(TimeSpan.FromMinutes(120) - TimeSpan.FromSeconds(1));
        await ward.App.DeliverDue();
        Assert.DoesNotContain((await ward.Stored(told)).Entries, e => e.Command == MatterCommand.AcceptTimeout);
        ward.App.Clock.Advance(TimeSpan.FromSeconds(1));
        await ward.App.DeliverDue();
        Assert.Equal(0, await ward.App.DeliverDue());

        var matter = await ward.Stored(told);
        var clock = matter.Clocks.Single(c => c.Kind == ClockKind.Accept);
        Assert.Equal((MatterState.Dispatched, true, 120), (matter.State, clock.Late, clock.UsedMinutes));
        await DeliverAgain(ward, new ClockDue(matter.Id, clock.Id, clock.Kind));
        Assert.Single((await ward.Stored(told)).Entries, e => e.Command == MatterCommand.AcceptTimeout);
        Assert.Equal(matter.Clocks.Single(c => c.Runs).DueAt, matter.NextDueAt);
    }

    [Fact]
    public async Task After_the_timeout_the_window_for_returning_still_counts_from_the_dispatch()
    {
        await using var ward = await Ward.Open();
        var (early, late) = (await ward.In(MatterState.Dispatched), await ward.In(MatterState.Dispatched));
        ward.App.Clock.Advance(TimeSpan.FromHours(2));
        await ward.App.DeliverDue();
        await ward.Do(early, "return", new { reason = "不归我们管" });
        ward.App.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((409, "matters.return_window_over"), await Ward.Outcome(await Ward.Post(ward.Boss, $"/{late.Number}/return", new { reason = "不归我们管" })));
    }

    [Fact]
    public async Task A_returned_matter_says_why_and_shows_it()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Dispatched);
        await ward.Do(told, "return", new { why = "wrongPlace", reason = "在隔壁街道", photos = new[] { await ward.Upload(ward.Boss) } });
        var matter = await ward.Stored(told);
        Assert.Equal((ReturnReason.WrongPlace, PhotoStage.Before), (matter.Entries.MaxBy(e => e.Seq)!.Why!.Value, matter.Photos.Single().Stage));
    }

    [Fact]
    public async Task A_called_unit_that_says_nothing_is_noted_once_and_may_still_come()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        await ward.Do(told, "whistle", new { unitCodes = new[] { Ward.OtherLead }, reason = "一家办不了" });
        ward.App.Clock.Advance(TimeSpan.FromMinutes(120));
        while (await ward.App.DeliverDue() > 0) { }
        var matter = await ward.Stored(told);
        Assert.NotNull(matter.Co.Single().LapsedAt);
        await ward.App.InScope(async s => { await s.GetRequiredService<NoteSilence>().React(new CallDue(matter.Id, Ward.OtherLead), Ct); return 0; });
        Assert.Single((await ward.Stored(told)).Entries, e => e.Command == MatterCommand.CoTimeout);
        await ward.Do(told, "co-accept", new { unitCode = Ward.OtherLead });
        Assert.Equal((CoState.Accepted, true), ((await ward.Stored(told)).Co.Single().State, matter.Co.Single().LapsedAt is not null));
    }

    [Fact]
    public async Task A_unit_that_returns_a_matter_again_makes_it_a_key_matter()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Dispatched);
        await ward.Do(told, "return", new { reason = "不归我们管" });
        Assert.Equal(Tier.Ordinary, (await ward.Stored(told)).Tier);
        await ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        await ward.Do(told, "return", new { reason = "还是不归我们管" });
        Assert.Equal(Tier.Key, (await ward.Stored(told)).Tier);
    }

    [Fact]
    public async Task Silence_closes_after_seven_days_with_no_answer()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Feedback);
        await ward.App.DeliverDue();
        ward.App.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await ward.App.DeliverDue();
        Assert.Equal(MatterState.Feedback, (await ward.Stored(told)).State);
        ward.App.Clock.Advance(TimeSpan.FromSeconds(1));
        await ward.App.DeliverDue();
        var matter = await ward.Stored(told);
        Assert.Equal((MatterState.Closed, null, null, ward.App.Clock.GetUtcNow()), (matter.State, matter.RatedSolved, matter.RatedSatisfied, matter.ClosedAt!.Value));
        var clock = matter.Clocks.Single(c => c.Kind == ClockKind.Feedback);
        await DeliverAgain(ward, new ClockDue(matter.Id, clock.Id, clock.Kind));
        Assert.Equal(matter.EntryCount, (await ward.Stored(told)).EntryCount);
    }

    [Fact]
    public async Task A_clock_that_was_stopped_in_time_does_nothing_when_it_is_due()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        ward.App.Clock.Advance(TimeSpan.FromDays(1));
        await ward.App.DeliverDue();
        Assert.DoesNotContain((await ward.Stored(told)).Entries, e => e.Part == Part.System && e.Command == MatterCommand.AcceptTimeout);
    }

    private static Task<bool> DeliverAgain(Ward ward, ClockDue due) => ward.App.InScope(async services =>
    {
        await services.GetRequiredService<ActOnDueClocks>().React([due], Ct);
        return true;
    }, Actor.System);
}
