using System.Text.RegularExpressions;
using Cuobian.Matters;
using Cuobian.Tests.Architecture;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>The pages about matters and the API say what the code does.</summary>
public sealed partial class MatterDocsTests(OpenWard open) : IClassFixture<OpenWard>
{
    [Fact]
    public void The_page_shows_the_table_of_the_code() =>
        Assert.Equal(MatterRules.Table.Select(Line), House.Read("docs/matters.md").Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1));

    [Fact]
    public void Every_call_in_the_api_page_has_a_route()
    {
        var routes = open.Ward.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Select(m => $"{m} /{e.RoutePattern.RawText!.Trim('/')}") ?? []).ToHashSet();
        var calls = Curl().Matches(House.Read("docs/api.md")).Select(m => $"{(m.Value.Contains("POST", StringComparison.Ordinal) || m.Value.Contains(" -F ", StringComparison.Ordinal) ? "POST" : "GET")} {m.Groups[1].Value.Replace("NUMBER", "{number}", StringComparison.Ordinal)}").ToList();
        Assert.NotEmpty(calls);
        Findings.MustBeNone(calls.Where(call => !routes.Contains(call)));
    }

    [Fact]
    public void The_api_page_names_every_command()
    {
        var page = House.Read("docs/api.md");
        var commands = open.Ward.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!).Where(r => r.StartsWith("/api/v1/matters/{number}/", StringComparison.Ordinal)).Select(r => r.Split('/')[^1]).ToList();
        Assert.Equal(53, commands.Count);
        Findings.MustBeNone(commands.Where(c => !page.Contains($"`{c}`", StringComparison.Ordinal)));
    }

    private static string Line(MatterRule rule) => "| " + string.Join(" | ",
        rule.Command, rule.From is [] ? "–" : rule.From.Length == Enum.GetValues<MatterState>().Length ? "all" : string.Join(", ", rule.From),
        rule.GoesBack ? "back" : rule.To?.ToString() ?? "stays", rule.When == When.Always ? "–" : rule.When, rule.Who, rule.Permission is null ? "–" : $"`{rule.Permission}`",
        rule.Needs == Needs.Nothing ? "–" : rule.Needs, Clocks(rule.Stops), Clocks(rule.Starts)) + " |";

    private static string Clocks(ClockKind[]? clocks) => clocks is null ? "–" : clocks.Length == Enum.GetValues<ClockKind>().Length ? "all" : string.Join(", ", clocks);

    [GeneratedRegex(@"^curl[^\n]*?5080(/[^\s?']*)[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Curl();
}
