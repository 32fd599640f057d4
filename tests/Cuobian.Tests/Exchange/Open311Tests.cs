using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Exchange;

/// <summary>Reports and lists over HTTP, as real clients send and ask.</summary>
public sealed class Open311Tests : IAsyncLifetime
{
    private CuobianApp app = null!;
    private HttpClient client = null!;
    private string key = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (app, key) = await Outside.City();
        client = app.CreateClient();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Attributes_reach_the_matter_with_and_without_brackets()
    {
        var bare = await Posted($"service_code=0101&lat={Outside.Lat}&long={Outside.Lon}&description=x&attribute[WHEN]=night&attribute[WHEN]=morning&attribute[easting]=7");
        var brackets = await Posted($"service_code=0101&lat={Outside.Lat}&long={Outside.Lon}&description=y&attribute%5BWHEN%5D%5B%5D=night&attribute%5BWHEN%5D%5B%5D=morning");
        foreach (var number in new[] { bare, brackets }) Assert.Contains("夜里, 清早", (await Stored(number)).Text, StringComparison.Ordinal);
        Assert.Contains("EASTING: 7", (await Stored(bare)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_may_stand_in_the_query_and_the_body_without_a_charset()
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes($"api_key={key}&description={Uri.EscapeDataString("灯不亮")}&lat={Outside.Lat}&long={Outside.Lon}"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        using var answer = await client.PostAsync($"/open311/requests.json?jurisdiction_id=anywhere&service_code={Outside.Lamp}", body, Stop);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var number = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop))[0].GetProperty("service_request_id").GetString()!;
        Assert.Equal("灯不亮", (await Stored(number)).Text);
    }

    [Fact]
    public async Task The_specifications_own_request_is_understood()
    {
        var sent = (await File.ReadAllLinesAsync(Town.Shared("vectors/open311/spec-post-request.txt"), Stop)).Last(line => line.Length > 0);
        using var answer = await Post(sent.Replace("api_key=xyz", "", StringComparison.Ordinal).Replace("service_code=001", $"service_code={Outside.Lamp}", StringComparison.Ordinal), format: "xml");
        var request = XDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).Root!.Element("request")!;
        var matter = await Stored(request.Element("service_request_id")!.Value);
        Assert.Contains("A large sinkhole", matter.Text, StringComparison.Ordinal);
        Assert.Contains("WHISPAWN: 123456", matter.Text, StringComparison.Ordinal);
        Assert.Equal("1234 5th street", matter.Address);
    }

    [Fact]
    public async Task A_photo_comes_with_the_form()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(key), "api_key" }, { new StringContent(Outside.Lamp), "service_code" }, { new StringContent(Outside.Lat), "lat" }, { new StringContent(Outside.Lon), "long" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(Architecture.House.PathTo("tests/Cuobian.Tests/Files/Photos/camera.jpg"), Stop)), "media", "camera.jpg" },
        };
        using var answer = await client.PostAsync("/open311/requests.json", form, Stop);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var number = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop))[0].GetProperty("service_request_id").GetString()!;
        Assert.Single((await Stored(number)).Photos);
    }

    [Fact]
    public async Task The_same_idempotency_key_reports_once()
    {
        var body = $"api_key={key}&service_code={Outside.Lamp}&lat={Outside.Lat}&long={Outside.Lon}&description=once";
        var first = await PostWith("a-key-of-the-client-1", body);
        Assert.Equal(first, await PostWith("a-key-of-the-client-1", body));
    }

    [Fact]
    public async Task A_token_becomes_a_number_once_somebody_has_looked()
    {
        using var answer = await Post($"service_code={Outside.Fire}&lat={Outside.Lat}&long={Outside.Lon}&description=smoke&attribute[DANGER_NOW]=no");
        var made = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop))[0];
        Assert.False(made.TryGetProperty("service_request_id", out _));
        var token = made.GetProperty("token").GetString()!;
        Assert.Equal(JsonValueKind.Null, (await client.Json($"/open311/tokens/{token}.json"))[0].GetProperty("service_request_id").ValueKind);
        Assert.Empty((await client.Json("/open311/requests.json")).EnumerateArray());

        var number = token[..12];
        var dispatcher = new Actor(Guid.CreateVersion7(), "林", null, [new Grant("matters.read", ""), new Grant("matters.dispatch", "")]);
        await app.InScope(s => s.GetRequiredService<DispatchMatter>().Run(number, new() { UnitCode = "359900000000-ZZ" }, Stop), dispatcher);
        Assert.Equal(number, (await client.Json($"/open311/tokens/{token}.json"))[0].GetProperty("service_request_id").GetString());
        using var guessed = await client.GetAsync($"/open311/tokens/{number}00000000.json", Stop);
        Assert.Equal(HttpStatusCode.NotFound, guessed.StatusCode);
    }

    [Fact]
    public async Task Lists_are_narrowed_by_everything_a_client_may_ask()
    {
        var first = await Posted($"service_code={Outside.Lamp}&lat={Outside.Lat}&long={Outside.Lon}");
        app.Clock.Advance(TimeSpan.FromDays(10));
        var second = await Posted($"service_code=0101&lat={Outside.Lat}&long={Town.Lon(3).ToString(CultureInfo.InvariantCulture)}");

        await Lists("", second, first);
        await Lists($"service_code={Outside.Lamp}", first);
        await Lists($"service_code={Outside.Lamp},0101&status=open,closed", second, first);
        await Lists("status=closed");
        await Lists("end_date=2026-03-20T00:00:00+08:00", first);
        await Lists("start_date=2026-03-20T00:00:00Z", second);
        await Lists("updated_after=2026-03-20T00:00:00Z", second);
        await Lists("page=2&page_size=1", first);
        await Lists($"service_request_id={first}&status=closed", first);
        await Lists(string.Create(CultureInfo.InvariantCulture, $"bbox={Town.Lon(2.5)},{Town.Lat(0)},{Town.Lon(4)},{Town.Lat(2)}"), second);
        await Lists($"lat={Outside.Lat}&long={Outside.Lon}&radius=50", first);

        app.Clock.Advance(TimeSpan.FromDays(85));
        await Lists("", second);
        await Lists($"service_request_id={first},{second}", second, first);
    }

    [Fact]
    public async Task Extensions_tell_the_story_and_updates_can_be_read_and_added()
    {
        var number = await Posted($"service_code={Outside.Lamp}&lat={Outside.Lat}&long={Outside.Lon}");
        var one = (await client.Json($"/open311/requests/{number}.json?extensions=true"))[0];
        Assert.Equal("Register", one.GetProperty("notes")[0].GetProperty("type").GetString());

        var updates = await client.Json($"/open311/servicerequestupdates.json?api_key={key}&start_date=2026-03-16T00:00:00Z&end_date=2026-03-17T00:00:00Z");
        Assert.All(updates.EnumerateArray(), update => Assert.Equal(number, update.GetProperty("service_request_id").GetString()));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["api_key"] = key, ["service_request_id"] = number, ["status"] = "open", ["description"] = "还是不亮" });
        using var added = await client.PostAsync("/open311/servicerequestupdates.json", form, Stop);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var stranger = await client.GetAsync("/open311/servicerequestupdates.json", Stop);
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
    }

    [Fact]
    public async Task Private_matters_do_not_exist_and_nothing_personal_is_told()
    {
        var number = await Posted($"service_code=0101&lat={Outside.Lat}&long={Outside.Lon}&description={Uri.EscapeDataString("王芳家门口，电话 13900139000")}&address_string={Uri.EscapeDataString("和平里 3 栋 502")}&last_name={Uri.EscapeDataString("王")}&phone=13900139000");
        var whole = await client.GetStringAsync("/open311/requests.json?extensions=true", Stop) + await client.GetStringAsync($"/open311/requests/{number}.xml", Stop);
        foreach (var personal in new[] { "王芳", "13900139000", "502", "和平里" }) Assert.DoesNotContain(personal, whole, StringComparison.Ordinal);

        await app.InScope(async s =>
        {
            var db = s.GetRequiredService<CuobianDb>();
            return await db.Set<Matter>().ExecuteUpdateAsync(set => set.SetProperty(m => m.Visibility, Visibility.Private), Stop);
        });
        using var hidden = await client.GetAsync($"/open311/requests/{number}.json", Stop);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        await Lists("");
        await Lists($"service_request_id={number}");
    }

    [Fact]
    public async Task The_box_does_not_give_a_hidden_place_away()
    {
        var number = await Posted($"service_code=0101&lat={Town.Lat(0.1).ToString(CultureInfo.InvariantCulture)}&long={Town.Lon(0.1).ToString(CultureInfo.InvariantCulture)}");
        var shown = (await client.Json($"/open311/requests/{number}.json"))[0];
        Assert.Equal(Town.Lat(1), shown.GetProperty("lat").GetDouble(), 5);
        await Lists(string.Create(CultureInfo.InvariantCulture, $"bbox={Town.Lon(0)},{Town.Lat(0)},{Town.Lon(0.2)},{Town.Lat(0.2)}"));
    }

    private Task<HttpResponseMessage> Post(string body, string format = "json") => client.Ask($"{body}&api_key={key}", format);

    private async Task<string> Posted(string body)
    {
        using var answer = await Post(body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop))[0].GetProperty("service_request_id").GetString()!;
    }

    private async Task<string> PostWith(string idempotencyKey, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/open311/requests.json") { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await client.SendAsync(request, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private async Task Lists(string query, params string[] numbers)
    {
        var listed = await client.Json("/open311/requests.json?" + query);
        Assert.Equal(numbers, listed.EnumerateArray().Select(r => r.GetProperty("service_request_id").GetString()!));
    }

    private Task<Matter> Stored(string number) => app.InScope(s =>
        s.GetRequiredService<CuobianDb>().Set<Matter>().Include(m => m.Photos).SingleAsync(m => m.Number == number, Stop));
}
