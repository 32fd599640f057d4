using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Tests.Files;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;

namespace Cuobian.Tests.Field;

/// <summary>What the phone needs of the server: to install, to be asked who it is, acts that arrive once, and no other site acting in its name.</summary>
public sealed class PhoneTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_field_pages_can_be_installed_in_both_languages()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        var page = await walker.Read("/field");
        Page.AssertSound(page);
        Assert.Contains("rel=\"manifest\"", page, StringComparison.Ordinal);
        using var stranger = app.CreateClient();
        foreach (var (language, name) in new[] { ("zh-CN", "网格E通"), ("en", "Field") })
        {
            stranger.DefaultRequestHeaders.Remove("Accept-Language");
            stranger.DefaultRequestHeaders.Add("Accept-Language", language);
            var manifest = await stranger.GetFromJsonAsync<JsonElement>("/field/manifest.webmanifest", Ct);
            Assert.Equal(name, manifest.GetProperty("short_name").GetString());
            foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
                Assert.Equal(icon.GetProperty("type").GetString(), (await stranger.GetAsync(icon.GetProperty("src").GetString(), Ct)).Content.Headers.ContentType!.MediaType);
        }
        using var worker = await stranger.GetAsync("/field-worker.js", Ct);
        Assert.Equal("text/javascript", worker.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'self'", worker.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Page.AssertSound(await stranger.GetStringAsync("/field/offline", Ct));
    }

    [Fact]
    public async Task The_phone_learns_whose_session_it_is()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        var session = await walker.GetFromJsonAsync<JsonElement>("/api/v1/session", Ct);
        Assert.Contains($"data-account=\"{session.GetProperty("account").GetGuid()}\"", await walker.Read("/field"), StringComparison.Ordinal);
        Page.AssertSound(await walker.Read("/field/outbox"));
    }

    [Fact]
    public async Task Another_site_cannot_act_with_the_session()
    {
        await using var app = await Round.Open();
        var number = await app.Dispatched();
        using var handler = await app.Browser("handler");
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://elsewhere.example") })
        {
            using var forged = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/matters/{number}/accept");
            forged.Headers.Add(header, value);
            Assert.Equal((403, "other_site"), await Ward.Outcome(await handler.SendAsync(forged, Ct)));
        }
        using var own = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/matters/{number}/accept");
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.OK, (await handler.SendAsync(own, Ct)).StatusCode);
        using var program = app.CreateClient();
        using var anonymous = new HttpRequestMessage(HttpMethod.Post, "/api/v1/matters") { Content = JsonContent.Create(new { text = "路灯坏了", areaCode = Town.One }) };
        anonymous.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Created, (await program.SendAsync(anonymous, Ct)).StatusCode);
    }

    [Fact]
    public async Task Found_and_put_right_on_the_spot_is_one_act_that_happens_once()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        var (key, photo) = (Guid.NewGuid().ToString(), await Upload(walker));
        var form = new { text = "楼道堆了纸箱", categoryCode = "0101", areaCode = Round.Grid, done = true, words = "已搬走", after = new[] { photo } };
        var numbers = new List<string>();
        for (var sent = 0; sent < 2; sent++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/matters/field") { Content = JsonContent.Create(form) };
            request.Headers.Add("Idempotency-Key", key);
            numbers.Add((await Ward.Read(await walker.SendAsync(request, Ct))).GetProperty("number").GetString()!);
        }
        Assert.Single(numbers.Distinct());
        var page = await walker.Read($"/field/matters/{numbers[0]}");
        Page.AssertSound(page);
        Assert.Contains("待核查", page, StringComparison.Ordinal);
        Assert.Contains("已搬走", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_handled_on_the_spot_is_not_reported_either()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        var answer = await Ward.Post(walker, "/field", new { text = "想请人看看", areaCode = Round.Grid, done = true, words = "好了", after = new[] { await Upload(walker) } });
        Assert.Equal((409, "matters.not_on_the_spot"), await Ward.Outcome(answer));
        using var street = await app.Browser("street");
        Assert.Empty(ConsoleTown.Rows(await street.Read("/console?view=all")));
        Assert.Equal((403, "denied"), await Ward.Outcome(await Ward.Post(street, "/field", new { text = "街道不走这个门" })));
    }

    [Fact]
    public async Task Without_a_script_the_report_and_the_arrival_go_through_plain_forms()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        var sheet = await walker.Read("/field/report?about=巡查发现");
        Page.AssertSound(sheet);
        Assert.Contains("巡查发现", sheet, StringComparison.Ordinal);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("report"), "_handler" }, { new StringContent(ConsoleTown.Token(sheet)), "__RequestVerificationToken" },
            { new StringContent("路口积水"), "text" }, { new StringContent(Round.Grid), "areaCode" },
            { new ByteArrayContent(SomePhoto.Named("camera.jpg")), "photos", "photo.jpg" },
        };
        using var answer = await walker.PostAsync("/field/report", form, Ct);
        var here = answer.Headers.Location!.AbsolutePath;
        Assert.StartsWith("/field/matters/", here, StringComparison.Ordinal);
        var page = await walker.Read(here);
        Assert.Contains("/photos/", page, StringComparison.Ordinal);
        using var arrived = await walker.PostAsync(here, new FormUrlEncodedContent([KeyValuePair.Create("_handler", "arrive"), KeyValuePair.Create("__RequestVerificationToken", ConsoleTown.Token(page))]), Ct);
        Assert.Equal(HttpStatusCode.Redirect, arrived.StatusCode);
        Assert.DoesNotContain("data-label=\"我到现场了\"", await walker.Read(here), StringComparison.Ordinal);
    }

    private static async Task<Guid> Upload(HttpClient client)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(SomePhoto.Named("picture.png")), "file", "photo.jpg" } };
        return (await Ward.Read(await client.PostAsync("/api/v1/files", form, Ct))).GetProperty("id").GetGuid();
    }
}
