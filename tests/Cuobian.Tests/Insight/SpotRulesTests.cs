using Cuobian.Insight.Spots;
using Cuobian.Matters.Contracts;

namespace Cuobian.Tests.Insight;

/// <summary>What belongs to one hot spot, and how its heat explains itself.</summary>
public sealed class SpotRulesTests
{
    private const string Grid = "359902001001001";
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 8, 0, 0, TimeSpan.Zero);
    private static readonly Sketch Noise = new(new Dictionary<uint, float> { [1] = 0.6f, [2] = 0.8f });
    private static readonly Sketch Smell = new(new Dictionary<uint, float> { [7] = 0.6f, [8] = 0.8f });

    [Fact]
    public void The_same_kind_in_like_words_at_one_place_gathers()
    {
        var gathering = new Gathering([]);
        var first = gathering.Put(Voice(0, "0501", Noise));
        Assert.Same(first, gathering.Put(Voice(3, "0501", Noise)));
        Assert.Equal(2, first.Matters);
        Assert.Single(gathering.Begun);
    }

    [Theory]
    [InlineData("359902001002001", 0.0, 1)]
    [InlineData(Grid, 0.05, 1)]
    [InlineData(Grid, 0.0, 90)]
    public void Another_community_another_place_or_another_season_is_another_hot_spot(string area, double north, int days)
    {
        var gathering = new Gathering([]);
        gathering.Put(Voice(0, "0501", Noise));
        gathering.Put(Voice(days, "0501", Noise, area, north));
        Assert.Equal(2, gathering.Begun.Count);
    }

    [Fact]
    public void Other_words_of_another_kind_at_the_same_place_are_another_problem()
    {
        var gathering = new Gathering([]);
        gathering.Put(Voice(0, "0501", Noise));
        gathering.Put(Voice(0, "0102", Smell));
        Assert.Equal(2, gathering.Begun.Count);
    }

    [Fact]
    public void The_parts_of_the_heat_add_up_to_it()
    {
        var spot = Reckoned([1, 2, 3, 9, 20], people: 3);
        Assert.Equal(spot.Heat, SpotRules.Parts(spot).Sum(p => p.Degrees), 0.05);
        Assert.Equal(5, SpotRules.Parts(spot)[0].Figure);
        Assert.Equal(3, spot.People);
        Assert.Equal([3, 1, 1, 0, 0, 0, 0, 0], spot.Weeks);
    }

    [Fact]
    public void More_people_and_more_matters_are_never_cooler()
    {
        Assert.True(Reckoned([1, 2, 3, 4], people: 4).Heat > Reckoned([1, 2, 3, 4], people: 1).Heat);
        Assert.True(Reckoned([1, 2, 3, 4, 5], people: 1).Heat > Reckoned([1, 2, 3, 4], people: 1).Heat);
    }

    [Fact]
    public void A_hot_spot_grows_stays_or_fades()
    {
        Assert.Equal(Trend.Growing, Reckoned([1, 2, 3, 20], people: 2).Trend);
        Assert.Equal(Trend.Steady, Reckoned([1, 2, 15, 16], people: 2).Trend);
        Assert.Equal(Trend.Fading, Reckoned([15, 16, 17, 18], people: 2).Trend);
    }

    [Fact]
    public void Taking_in_many_matters_keeps_the_words_small()
    {
        var spot = Spot.Of(Voice(0, "0501", Noise));
        for (var n = 0u; n < 400; n++) spot.Add(Voice(0, "0501", new Sketch(new Dictionary<uint, float> { [n] = 1 })));
        Assert.True(spot.Runs.Length <= 96 * 8);
        Assert.Equal(1, spot.Sketch.Likeness(spot.Sketch), 1e-5);
    }

    private static Spot Reckoned(int[] daysAgo, int people)
    {
        var spot = Spot.Of(Voice(0, "0501", Noise));
        SpotRules.Reckon(spot, [.. daysAgo.Select((days, n) => new SpotVoice { MatterId = Guid.NewGuid(), SpotId = spot.Id, Number = $"{n}", At = Now.AddDays(-days), Area = Grid, Who = $"{n % people}", Supporters = 0 })], Now);
        return spot;
    }

    private static Voice Voice(int days, string category, Sketch sketch, string area = Grid, double north = 0) =>
        new(Guid.CreateVersion7(Now.AddDays(days)), "1", Now.AddDays(days), category, area, "somebody", 0, sketch) { Lat = 24.9 + north, Lon = 118.6 };
}
