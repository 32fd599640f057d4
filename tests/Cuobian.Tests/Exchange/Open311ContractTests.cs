using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using Cuobian.Data;
using Cuobian.Matters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Exchange;

/// <summary>What the specification fixes: services, definitions, and the answers to what is wrong.</summary>
public sealed class Open311ContractTests(SettledCity city) : IClassFixture<SettledCity>
{
    private readonly HttpClient client = city.App.CreateClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_are_the_categories_in_both_forms()
    {
        var json = await client.Json("/open311/services.json");
        var lamp = json.EnumerateArray().Single(s => s.GetProperty("service_code").GetString() == Outside.Lamp);
        Assert.Equal("realtime", lamp.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.True, lamp.GetProperty("metadata").ValueKind);
        Assert.Equal("batch", json.EnumerateArray().Single(s => s.GetProperty("service_code").GetString() == Outside.Fire).GetProperty("type").GetString());

        var xml = await Xml("/open311/services.xml");
        Assert.Equal("services", xml.Root!.Name.LocalName);
        Assert.Equal(json.GetArrayLength(), xml.Root.Elements("service").Count());
    }

    [Fact]
    public async Task A_definition_asks_its_questions_in_order()
    {
        var definition = await client.Json($"/open311/services/{Outside.Fire}.json");
        var attributes = definition.GetProperty("attributes").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, attributes.Count), attributes.Select(a => a.GetProperty("order").GetInt32()));
        Assert.Equal("singlevaluelist", attributes[0].GetProperty("datatype").GetString());
        Assert.Equal(JsonValueKind.String, attributes[0].GetProperty("values")[0].GetProperty("key").ValueKind);

        var xml = await Xml($"/open311/services/{Outside.Fire}.xml");
        Assert.Equal("yes", xml.Root!.Element("attributes")!.Elements("attribute").First().Element("values")!.Elements("value").First().Element("key")!.Value);
    }

    [Theory]
    [InlineData("/open311/services/9999.json")]
    [InlineData("/open311/requests/260300000000.json")]
    [InlineData("/open311/tokens/123.json")]
    [InlineData("/open311/requests.json?service_code=9999")]
    public async Task What_does_not_exist_is_404_with_an_array_of_errors(string path)
    {
        using var answer = await client.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var errors = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(404, errors[0].GetProperty("code").GetInt32());
        Assert.False(string.IsNullOrEmpty(errors[0].GetProperty("description").GetString()));
    }

    [Theory]
    [InlineData("status=new")]
    [InlineData("start_date=yesterday")]
    [InlineData("start_date=2026-01-01T00:00:00Z&end_date=2026-05-01T00:00:00Z")]
    [InlineData("start_date=2026-03-02T00:00:00Z&end_date=2026-03-01T00:00:00Z")]
    [InlineData("bbox=1,2,3")]
    [InlineData("page=-1")]
    public async Task A_filter_that_cannot_be_read_is_400(string query)
    {
        using var answer = await client.GetAsync("/open311/requests.xml?" + query, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("text/xml; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var errors = XDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("400", errors.Root!.Element("error")!.Element("code")!.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api_key=")]
    [InlineData("api_key=cb_0000")]
    public async Task Without_a_good_key_nothing_is_posted(string withKey)
    {
        using var answer = await client.Ask($"{withKey}&service_code={Outside.Lamp}&lat={Outside.Lat}&long={Outside.Lon}");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(0, await city.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<Matter>().CountAsync(Stop)));
    }

    [Theory]
    [InlineData("service_code=0203&lat=24.501", "lat")]
    [InlineData("service_code=0203", "lat")]
    [InlineData("lat=1&long=1", "service_code")]
    [InlineData("service_code=1104&lat=24.501&long=117.601", "DANGER_NOW")]
    [InlineData("service_code=1104&lat=24.501&long=117.601&attribute[DANGER_NOW]=perhaps", "DANGER_NOW")]
    [InlineData("service_code=0203&lat=91&long=117.601", "point")]
    public async Task A_post_that_cannot_be_used_says_why(string body, string about)
    {
        using var answer = await client.Ask($"{body}&api_key={city.Key}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(about, (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop))[0].GetProperty("description").GetString()!, StringComparison.Ordinal);
    }

    private async Task<XDocument> Xml(string path) => XDocument.Parse(await client.GetStringAsync(path, Stop));
}
