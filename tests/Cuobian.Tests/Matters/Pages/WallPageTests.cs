using System.Text.RegularExpressions;
using Cuobian.Insight.Contracts;
using Cuobian.Insight.Spots;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>The wall says everything without charts and scripts: in figures, bars and tables whose every line leads to its list.</summary>
public sealed partial class WallPageTests
{
    private const string Screen = "/screen?area=" + Town.One;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hot_spots_stand_on_the_map_for_those_who_may_see_them()
    {
        await using var ward = await Ward.Open();
        for (var n = 0; n < 3; n++) await ward.Report(new { text = "东门口井盖不见了，车轮掉进去", categoryCode = "0202", point = Ward.Point() });
        ward.App.Clock.Advance(TimeSpan.FromMinutes(2));
        await ward.App.InScope(s => s.GetRequiredService<GatherSpots>().Run(Ct));
        await ward.Hire("leader", [MattersPermissions.Screen, MattersPermissions.Read, InsightPermissions.Read], Town.One);
        await ward.Hire("guard", [MattersPermissions.Screen, MattersPermissions.Read], Town.One);

        using var leader = await ward.App.Browser("leader");
        var html = await leader.Read(Screen);
        Page.AssertSound(html);
        Assert.Single(OnMap().Matches(html));
        using var guard = await ward.App.Browser("guard");
        Assert.DoesNotContain("/console/spots/", await guard.Read(Screen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_chart_has_its_table_and_every_line_of_it_its_list()
    {
        await using var ward = await Ward.Open();
        await ward.In(MatterState.Verifying);
        await ward.Hire("leader", [MattersPermissions.Screen, MattersPermissions.Read], Town.One);
        using var leader = await ward.App.Browser("leader");
        var html = await leader.Read(Screen);
        foreach (var (table, lines) in new[] { ("flow-table", 14), ("townships-table", 1), ("units-table", 1) })
        {
            var body = html[html.IndexOf($"id=\"{table}\"", StringComparison.Ordinal)..];
            var rows = Rows().Matches(body[..body.IndexOf("</table>", StringComparison.Ordinal)]);
            Assert.Equal(lines, rows.Count);
            Assert.All(rows, row => Assert.StartsWith("<td><a href=\"/console?view=all", row.Groups[1].Value.Trim(), StringComparison.Ordinal));
        }
        var list = Regex.Match(html, "href=\"([^\"]*unit=" + Ward.Lead + "[^\"]*)\"").Groups[1].Value;
        Assert.Contains("data-row=", await leader.Read(list), StringComparison.Ordinal);
    }

    [GeneratedRegex("<a class=\"spot [a-z]+\" href=\"/console/spots/")]
    private static partial Regex OnMap();

    [GeneratedRegex("<tr[^>]*>(<td>.*?)</tr>", RegexOptions.Singleline)]
    private static partial Regex Rows();
}
