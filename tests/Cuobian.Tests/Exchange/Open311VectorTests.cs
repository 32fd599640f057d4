using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Cuobian.Exchange.Open311;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.Exchange;

/// <summary>The specification's examples and answers of real cities are read, and ours have the same shape.</summary>
public sealed class Open311VectorTests
{
    [Theory]
    [InlineData("toronto-requests-many.xml", 2)]
    [InlineData("toronto-requests-single.xml", 1)]
    [InlineData("chicago-requests.json", 2)]
    [InlineData("spec-requests.xml", 2)]
    public void Requests_of_real_cities_are_read(string file, int count)
    {
        var read = Rows(file);
        Assert.Equal(count, read.Count);
        Assert.All(read, row =>
        {
            Assert.NotEmpty(row["service_request_id"]!);
            Assert.True(row["status"] is "open" or "closed");
            Assert.InRange(double.Parse(row["lat"]!, CultureInfo.InvariantCulture), -90, 90);
            Assert.True(DateTimeOffset.TryParse(row["requested_datetime"], CultureInfo.InvariantCulture, out _));
        });
    }

    [Theory]
    [InlineData("giessen-services.xml", 8)]
    [InlineData("spec-service-list.json", 3)]
    public void Services_of_real_cities_are_read(string file, int count)
    {
        var read = Rows(file);
        Assert.Equal(count, read.Count);
        Assert.All(read, row => Assert.Equal("realtime", row["type"]));
        Assert.All(read, row => Assert.NotEmpty(row["service_name"]!));
    }

    [Fact]
    public async Task Our_answers_have_the_fields_of_the_specification()
    {
        var (app, key) = await Outside.City();
        await using var closing = app;
        using var client = app.CreateClient();
        var stop = TestContext.Current.CancellationToken;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["api_key"] = key, ["service_code"] = Outside.Lamp, ["lat"] = Outside.Lat, ["long"] = Outside.Lon });
        using var posted = await client.PostAsync("/open311/requests.xml", form, stop);

        Assert.Equal(Names(Rows("spec-post-response.xml")), Names(Rows(await posted.Content.ReadAsStringAsync(stop), isXml: true)));
        Assert.Equal(Names(Rows("spec-requests.xml")), Names(Rows(await client.GetStringAsync("/open311/requests.xml", stop), isXml: true)));
        Assert.Equal(Names(Rows("spec-service-list.json")), Names(Rows(await client.GetStringAsync("/open311/services.json", stop), isXml: false)));
        Assert.Equal(Shape(Spec("spec-service-definition.xml")), Shape(await client.GetStringAsync($"/open311/services/{Outside.Fire}.xml", stop)));
        Assert.Equal(Members("spec-service-definition.json"), Members(JsonDocument.Parse(await client.GetStringAsync($"/open311/services/{Outside.Fire}.json", stop)).RootElement));
    }

    [Fact]
    public void Both_forms_are_written_from_one_sheet()
    {
        var reply = Reply.List("service_requests", "request", [[new("service_request_id", "007"), new("status_notes", ""), new("lat", 1.5), new("metadata", true)]]);
        Assert.Equal("""[{"service_request_id":"007","status_notes":null,"lat":1.5,"metadata":true}]""", Encoding.UTF8.GetString(ReplyWriter.ToJson(reply)));
        Assert.Equal("""<?xml version="1.0" encoding="utf-8"?><service_requests><request><service_request_id>007</service_request_id><status_notes /><lat>1.5</lat><metadata>true</metadata></request></service_requests>""",
            Encoding.UTF8.GetString(ReplyWriter.ToXml(reply)));
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_left_out()
    {
        var reply = new Open311Error(404, "a\u0001b\uFFFE<灯>🚧").Reply;
        Assert.Equal("ab<灯>🚧", XDocument.Parse(Encoding.UTF8.GetString(ReplyWriter.ToXml(reply))).Root!.Element("error")!.Element("description")!.Value);
    }

    private static string Spec(string file) => File.ReadAllText(Town.Shared("vectors/open311/" + file));

    private static List<Dictionary<string, string?>> Rows(string file) => Rows(Spec(file), file.EndsWith(".xml", StringComparison.Ordinal));

    /// <summary>Numbers and text for one field, empty and missing elements, any order: all the same to a tolerant reader.</summary>
    private static List<Dictionary<string, string?>> Rows(string text, bool isXml) => isXml
        ? [.. XDocument.Parse(text).Root!.Elements().Select(row => row.Elements().ToDictionary(e => e.Name.LocalName, e => string.IsNullOrWhiteSpace(e.Value) ? null : e.Value.Trim()))]
        : [.. JsonDocument.Parse(text).RootElement.EnumerateArray().Select(row => row.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString()))];

    private static IEnumerable<string> Names(List<Dictionary<string, string?>> rows) => rows.SelectMany(row => row.Keys).Distinct().Order();

    private static IEnumerable<string> Shape(string xml) =>
        XDocument.Parse(xml).Descendants().Select(e => string.Join('/', e.AncestorsAndSelf().Reverse().Select(a => a.Name.LocalName))).Distinct().Order();

    private static IEnumerable<string> Members(string file) => Members(JsonDocument.Parse(Spec(file)).RootElement);

    private static IEnumerable<string> Members(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Members(p.Value).Select(inner => $"{p.Name}.{inner}").Prepend(p.Name)).Distinct().Order(),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Members).Distinct().Order(),
        _ => [],
    };
}
