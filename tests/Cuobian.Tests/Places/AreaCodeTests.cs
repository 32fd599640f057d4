using Cuobian.Places.Contracts;

namespace Cuobian.Tests.Places;

/// <summary>Codes say by their digits what they are.</summary>
public sealed class AreaCodeTests
{
    [Theory]
    [InlineData("35", AreaLevel.Province)]
    [InlineData("3506", AreaLevel.City)]
    [InlineData("350602", AreaLevel.County)]
    [InlineData("350602001", AreaLevel.Township)]
    [InlineData("350602001001", AreaLevel.Community)]
    [InlineData("350602001001001", AreaLevel.Grid)]
    public void The_number_of_digits_is_the_level(string code, AreaLevel level)
    {
        Assert.Equal(level, AreaCode.LevelOf(code));
        Assert.Equal(code.Length, AreaCode.DigitsOf(level));
    }

    [Fact]
    public void A_township_of_zeros_is_real()
    {
        Assert.Equal(AreaLevel.Township, AreaCode.LevelOf("350527000"));
        Assert.Equal(AreaLevel.Community, AreaCode.LevelOf("350527000000"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("00")]
    [InlineData("350")]
    [InlineData("35060")]
    [InlineData("3506a2")]
    [InlineData("３５")]
    [InlineData("350600")]
    [InlineData("3506020010010011")]
    public void What_is_no_code_has_no_level(string code)
    {
        Assert.Null(AreaCode.LevelOf(code));
        Assert.Null(AreaCode.ParentOf(code));
        Assert.Empty(AreaCode.PathOf(code));
    }

    [Theory]
    [InlineData("000", null)]
    [InlineData("001", GridKind.General)]
    [InlineData("899", GridKind.General)]
    [InlineData("900", null)]
    [InlineData("901", GridKind.Dedicated)]
    [InlineData("999", GridKind.Dedicated)]
    public void The_serial_says_what_a_grid_is_for(string serial, GridKind? kind) =>
        Assert.Equal(kind, AreaCode.KindOf("350602001001" + serial));

    [Theory]
    [InlineData("350000000000", "35")]
    [InlineData("359900000000", "3599")]
    [InlineData("359902000000", "359902")]
    [InlineData("359902001000", "359902001")]
    [InlineData("359902001001", "359902001001")]
    [InlineData("359902100000", "359902100")]
    [InlineData("350600", "3506")]
    [InlineData("350610", "350610")]
    [InlineData(" 3506 ", "3506")]
    [InlineData("359902001001000", "359902001001000")]
    [InlineData("", "")]
    [InlineData("abc", "abc")]
    public void Padding_is_taken_off(string padded, string code) => Assert.Equal(code, AreaCode.Trim(padded));

    [Fact]
    public void The_way_down_begins_at_the_province()
    {
        Assert.Equal(["35", "3506", "350602", "350602001", "350602001001", "350602001001901"], AreaCode.PathOf("350602001001901"));
        Assert.Equal("350602001001", AreaCode.ParentOf("350602001001901"));
        Assert.Null(AreaCode.ParentOf("35"));
    }

    [Theory]
    [InlineData("350602001001B00001", true)]
    [InlineData("350602001001B99999", true)]
    [InlineData("350602001001B00000", false)]
    [InlineData("350602001001b00001", false)]
    [InlineData("350602001001B0001", false)]
    [InlineData("350602001001B0000x", false)]
    public void A_building_code_is_a_community_and_a_serial(string code, bool valid) => Assert.Equal(valid, AreaCode.IsBuilding(code));
}
