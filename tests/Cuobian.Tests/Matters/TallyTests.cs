using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Tally;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>The figures that are kept up as matters change say at any time what the matters say.</summary>
public sealed class TallyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_happens_to_matters_the_figures_follow()
    {
        await using var ward = await Ward.Open();
        foreach (var state in Enum.GetValues<MatterState>().Except([MatterState.Registered])) await ward.In(state);
        await MustAgree(ward);
        var closed = await ward.In(MatterState.Closed);
        var lapsing = await ward.In(MatterState.Feedback);
        ward.App.Clock.Advance(TimeSpan.FromDays(2));
        await ward.Do(closed, $"reopen?code={closed.Code}", new { reason = "又坏了" }, ward.Stranger);
        await ward.In(MatterState.Review);
        await MustAgree(ward);
        ward.App.Clock.Advance(TimeSpan.FromDays(6));
        await ward.App.DeliverDue();
        Assert.Equal(MatterState.Closed, (await ward.Stored(lapsing)).State);
        await MustAgree(ward);
        Assert.Equal(await In(ward, db => db.Matters.CountAsync(Ct)), await In(ward, db => db.Set<TallyRow>().Where(r => r.What == Counted.In && r.Area == "3599").SumAsync(r => r.Number, Ct)));
    }

    [Fact]
    public void What_is_true_twice_counts_twice()
    {
        var verdict = new Fact(Counted.Verdict, "3599", 7, Fact.Yes, 1, 5);
        Assert.Equal([verdict], Fact.Difference([verdict], [verdict, verdict]));
        Assert.Equal([verdict with { Number = -2, Seconds = -10 }], Fact.Difference([verdict, verdict], []));
        Assert.Empty(Fact.Difference([verdict], [verdict]));
    }

    [Fact]
    public async Task What_is_listed_for_everybody_is_the_same_from_the_figures_and_from_the_matters()
    {
        await using var ward = await Ward.Open();
        foreach (var state in Enum.GetValues<MatterState>().Except([MatterState.Registered])) await ward.In(state);
        foreach (var filter in new ListedFilter[] { new() { Area = "3599" }, new() { Area = "3599", IsOpen = true }, new() { Area = "3599", IsOpen = false }, new() { Area = "3599", Categories = [Ward.Lamp] } })
        {
            var (kept, listed) = await ward.App.InScope(async services =>
            {
                var all = services.GetRequiredService<ListedMatters>();
                var tally = await ReadTally.Of(services.GetRequiredService<CuobianDb>(), "3599", Ct);
                return (await tally.Sums(Counted.Public, 9, all.Keys(filter), Ct), await all.ByPlace(filter, Ct));
            }, Actor.System);
            Assert.Equal(listed.Values.Sum(), kept.GetValueOrDefault("3599"));
            Assert.All(listed.GroupBy(l => l.Key[..9]), township => Assert.Equal(township.Sum(l => l.Value), kept[township.Key]));
        }
    }

    [Fact]
    public async Task What_went_wrong_is_found_and_counting_anew_mends_it()
    {
        await using var ward = await Ward.Open();
        await ward.In(MatterState.Closed);
        await MustAgree(ward);
        await In(ward, db => db.Set<TallyRow>().Where(r => r.What == Counted.Verdict).ExecuteDeleteAsync(Ct));
        await In(ward, db => db.Set<TallyRow>().Where(r => r.What == Counted.In).ExecuteUpdateAsync(r => r.SetProperty(x => x.Number, 7), Ct));
        Assert.NotEmpty(await Wrong(ward));
        await ward.In(MatterState.Handling);
        await In(ward, db => FoldTally.Rebuild(db, ward.App.Clock.GetUtcNow(), Ct));
        await MustAgree(ward);
        await ward.In(MatterState.Verifying);
        await MustAgree(ward);
    }

    [Fact]
    public async Task Two_who_add_up_at_once_add_each_change_once()
    {
        await using var ward = await Ward.Open();
        for (var i = 0; i < 12; i++) await ward.Report();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => In(ward, db => FoldTally.Fold(db, Ct))));
        await MustAgree(ward);
    }

    [Fact]
    public async Task What_was_there_before_there_were_figures_is_counted_once()
    {
        await using var ward = await Ward.Open();
        await ward.In(MatterState.Closed);
        await In(ward, db => db.Set<TallyChange>().ExecuteDeleteAsync(Ct));
        await In(ward, db => db.Set<TallyRow>().ExecuteDeleteAsync(Ct));
        await In(ward, async db =>
        {
            await FoldTally.Begin(db, ward.App.Clock.GetUtcNow(), Ct);
            await FoldTally.Begin(db, ward.App.Clock.GetUtcNow(), Ct);
            return true;
        });
        await MustAgree(ward);
    }

    private static async Task MustAgree(Ward ward) => Assert.Empty(await Wrong(ward));

    private static Task<IReadOnlyList<string>> Wrong(Ward ward) => In(ward, db => TallyVerbs.Wrong(db, ward.App.Clock.GetUtcNow(), Ct));

    private static Task<T> In<T>(Ward ward, Func<CuobianDb, Task<T>> work) => ward.App.InScope(services => work(services.GetRequiredService<CuobianDb>()), Actor.System);
}
