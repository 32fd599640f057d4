using Cuobian.Kernel;
using Cuobian.Matters.Words;

namespace Cuobian.Tests.Matters.Words;

public sealed class TwinRulesTests
{
    [Theory]
    [InlineData(0, true, true, null, true)]
    [InlineData(0, true, false, 40.0, true)]
    [InlineData(0, true, true, 900.0, false)]
    [InlineData(0.2, false, true, null, true)]
    [InlineData(0.2, false, false, null, false)]
    [InlineData(0.5, false, false, null, true)]
    [InlineData(0.9, true, true, 4000.0, false)]
    public void Twins_share_the_place_and_the_kind_or_their_words(double likeness, bool sameCategory, bool sameGrid, double? meters, bool twins) =>
        Assert.Equal(twins, TwinRules.AreTwins(new Common(likeness, sameCategory, sameGrid, meters)));

    [Fact]
    public void What_is_ruled_out_by_words_and_distance_alone_is_no_twin()
    {
        bool[] both = [false, true];
        double?[] distances = [null, 0, 150, 151, 1500, 1501];
        double[] likenesses = [0, 0.13, 0.14, 0.29, 0.3, 1];
        foreach (var common in from likeness in likenesses from category in both from grid in both from meters in distances select new Common(likeness, category, grid, meters))
            Assert.True(TwinRules.MayBeTwins(common.Likeness, common.Meters) || !TwinRules.AreTwins(common), $"{common}");
        Assert.False(TwinRules.MayBeTwins(0.13, 151));
        Assert.False(TwinRules.MayBeTwins(1, 1501));
    }

    [Fact]
    public void Like_words_are_found_and_other_words_are_not()
    {
        var words = new TwinText(ShippedTexts.All().Select(t => t.Text));
        double Likeness(string one, string other) => words.Vector(one).Likeness(words.Vector(other));
        Assert.True(Likeness("滨河苑开发商捆绑销售车位", "投诉滨河苑捆绑车位销售") > 0.25);
        Assert.True(Likeness("滨河苑开发商捆绑销售车位", "学校门口没有路灯") < 0.05);
        Assert.Equal(1, Likeness("路灯不亮", "路灯不亮"), 6);
        Assert.Equal(0, Likeness("", "路灯不亮"));
    }

    [Fact]
    public void Metres_are_counted_on_the_ground() =>
        Assert.Equal(1019, TwinRules.Meters(new GeoPoint(24.9, 118.6), new GeoPoint(24.9, 118.6101))!.Value, 5.0);

    [Fact]
    public void Figures_count_agreed_pairs_once_and_leave_out_the_doubtful()
    {
        IssueText[] rows = [new("滨河苑捆绑销售车位", ["1", "1"]), new("滨河苑车位捆绑销售", ["1", "1"]), new("滨河苑捆绑车位", ["1", ""]), new("学校门口没有路灯", ["", ""]), new("滨河苑捆绑销售车位吗", ["", ""])];
        Assert.Equal(new TwinFigures(1, 1, 2), TwinFigures.Of(rows, 0.05));
    }
}
