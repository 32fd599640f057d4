using System.Text.RegularExpressions;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>The map beside the queue without scripts: every row has a pin, and a pin is a link that opens its matter.</summary>
public sealed partial class QueueMapTests
{
    [Fact]
    public async Task Every_row_with_a_place_has_a_pin_and_the_open_one_stands_out()
    {
        await using var ward = await Ward.Open();
        var (here, too) = (await ward.Report(new { text = "东门口井盖不见了", categoryCode = "0202", point = Ward.Point() }), await ward.Report(new { text = "路灯不亮", categoryCode = "0203", point = Ward.Point() }));
        await ward.Hire("reader", [MattersPermissions.Read], Town.One);
        using var reader = await ward.App.Browser("reader");

        var html = await reader.Read($"/console?view=all&map=1&open={here.Number}");
        Page.AssertSound(html);
        var pins = Pins().Matches(html).Select(pin => (Number: pin.Groups[2].Value, Open: pin.Groups[3].Length > 0, Href: pin.Groups[1].Value)).OrderBy(pin => pin.Number).ToList();
        Assert.Equal(new[] { here.Number, too.Number }.Order(), pins.Select(pin => pin.Number));
        Assert.Equal([here.Number], pins.Where(pin => pin.Open).Select(pin => pin.Number));

        var other = await reader.Read(pins.Single(pin => !pin.Open).Href);
        Assert.Contains($"data-matter=\"{too.Number}\"", other, StringComparison.Ordinal);
        Assert.Contains($"data-row=\"{too.Number}\"", other, StringComparison.Ordinal);
        Assert.DoesNotContain("data-lat", await reader.Read("/console?view=all"), StringComparison.Ordinal);
    }

    [GeneratedRegex("<a class=\"pin [a-z]+\" href=\"([^\"]+)\" data-pin=\"(\\d+)\"( aria-current=\"true\")?>")]
    private static partial Regex Pins();
}
