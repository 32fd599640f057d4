using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Places;
using FsCheck;
using FsCheck.Fluent;

namespace Cuobian.Tests.Matters;

/// <summary>Reporting through the API: what is answered, what is stored, and a clear word for everything that is wrong.</summary>
public sealed class ReportApiTests(OpenWard open) : IClassFixture<OpenWard>
{
    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_answered_with_number_code_unit_and_due_times()
    {
        await using var fresh = await Ward.Open();
        var answer = await Ward.Post(fresh.Stranger, "", new { text = "路灯坏了", categoryCode = Ward.Lamp, point = Ward.Point() });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = await Ward.Read(answer);
        Assert.Equal(["number", "code", "state", "grid", "category", "unit", "due", "url"], body.EnumerateObject().Select(p => p.Name));
        var number = body.GetProperty("number").GetString()!;
        Assert.True(Numbers.IsValid(number));
        Assert.Matches("^[0-9]{8}$", body.GetProperty("code").GetString());
        Assert.Equal("dispatched", body.GetProperty("state").GetString());
        foreach (var (part, code) in new[] { ("grid", Ward.Grid), ("category", Ward.Lamp), ("unit", Ward.Lead) })
        {
            Assert.Equal(["code", "name"], body.GetProperty(part).EnumerateObject().Select(p => p.Name));
            Assert.Equal(code, body.GetProperty(part).GetProperty("code").GetString());
            Assert.NotEqual(code, body.GetProperty(part).GetProperty("name").GetString());
        }
        Assert.Equal(fresh.App.Clock.GetUtcNow().AddHours(2), body.GetProperty("due").GetProperty("accept").GetDateTimeOffset());
        Assert.True(body.GetProperty("due").GetProperty("handle").GetDateTimeOffset() > fresh.App.Clock.GetUtcNow());
        Assert.Equal($"/matters/{number}", body.GetProperty("url").GetString());
        Assert.Equal(body.GetProperty("url").GetString(), answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_point_on_a_chinese_map_lands_in_its_grid()
    {
        var shifted = Coordinates.ToGcj02(new GeoPoint(Town.Lat(1), Town.Lon(1)));
        var told = await Ward.Report(new { text = "井盖", point = new { lat = shifted.Lat, lon = shifted.Lon, crs = "gcj02" } });
        var stored = await Ward.Stored(told);
        Assert.Equal(Ward.Grid, stored.Grid);
        Assert.Equal(Town.Lat(1), stored.Lat!.Value, 5);
    }

    [Fact]
    public async Task An_area_instead_of_a_point_keeps_the_area_and_waits_for_triage()
    {
        var stored = await Ward.Stored(await Ward.Report(new { text = "楼道堆物", areaCode = Town.Two, address = " 二号楼 \u0000" }));
        Assert.Equal((Town.Two, null, MatterState.Triage, "二号楼"), (stored.Area, stored.Grid, stored.State, stored.Address));
        Assert.Equal(Ward.Grid, (await Ward.Stored(await Ward.Report(new { text = "楼道堆物", areaCode = Ward.Grid }))).Grid);
    }

    [Fact]
    public async Task Text_is_stored_without_what_no_text_has()
    {
        Assert.Equal("灯坏了👍𠮷", (await Ward.Stored(await Ward.Report(new { text = "  灯坏\u0000\u0007了👍𠮷\n" }))).Text);
    }

    [Fact]
    public async Task Photos_are_attached_once()
    {
        var photo = await Ward.Upload();
        var stored = await Ward.Stored(await Ward.Report(new { text = "看照片", photos = new[] { photo } }));
        Assert.Equal([(photo, PhotoStage.Report)], stored.Photos.Select(p => (p.FileId, p.Stage)));
        Assert.Equal("matters.unknown_photo", await Fault(new { text = "看照片", photos = new[] { photo } }));
        var foreign = await Ward.Upload(Ward.Boss);
        Assert.Equal("matters.unknown_photo", await Fault(new { text = "看照片", photos = new[] { foreign } }));
    }

    [Fact]
    public async Task A_word_of_danger_shows_the_number_and_the_report_is_kept()
    {
        var body = await Ward.Read(await Ward.Post(Ward.Stranger, "", new { text = "楼上起火了", point = Ward.Point() }));
        Assert.Equal(("119", "triage"), (body.GetProperty("hotline").GetString(), body.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task What_another_platform_passes_on_is_registered_with_its_number_and_once()
    {
        var clerk = await Ward.Hire("hotline-clerk", [MattersPermissions.Read, MattersPermissions.ReportFor], Town.One);
        var form = new { text = "12345 转来：路灯不亮", point = Ward.Point(), from = "hotline12345", theirNumber = "GD-20260316-7" };
        var told = await Ward.Report(form, clerk);
        var matter = await Ward.Stored(told);
        Assert.Equal((DivertTarget.Hotline12345, "GD-20260316-7"), (matter.CameFrom, matter.TheirNumber));
        Assert.Equal((409, "matters.came_already"), await Ward.Outcome(await Ward.Post(clerk, "", form)));
        await Ward.Report(new { form.text, form.point, from = "police110", form.theirNumber }, clerk);
        Assert.Equal(403, (await Ward.Outcome(await Ward.Post(Ward.Verifier, "", form))).Status);
        Assert.Contains("GD-20260316-7", await Ward.Boss.GetStringAsync($"/console/matters/{told.Number}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reports_for_somebody_is_written_down_and_the_resident_is_not()
    {
        var worker = await Ward.Hire("worker", [MattersPermissions.Read, MattersPermissions.ReportFor], Town.One);
        var told = await Ward.Report(new { text = "代邻居反映", point = Ward.Point(), reporter = new { name = "陈阿婆", phone = "13800001234" } }, worker);
        var entry = (await Ward.Stored(told)).Entries.Single(e => e.Command == MatterCommand.Register);
        Assert.Equal((Part.Staff, true), (entry.Part, entry.By is not null));
        Assert.DoesNotContain("陈", JsonSerializer.Serialize(await Ward.Stored(told), JsonSerializerOptions.Web), StringComparison.Ordinal);
    }

    public static TheoryData<string, int, string> Wrong => new()
    {
        { """{"text":"x" """, 400, "bad_json" },
        { """{"text":5}""", 400, "bad_json" },
        { """{"text":"\ud800"}""", 400, "bad_json" },
        { """{"text":"x","point":{"lat":"north","lon":1}}""", 400, "bad_json" },
        { """{"text":"x","point":{"lat":NaN,"lon":1}}""", 400, "bad_json" },
        { """{"text":"x","photos":["no id"]}""", 400, "bad_json" },
        { """{"text":"x","photos":"no list"}""", 400, "bad_json" },
        { """[]""", 400, "bad_json" },
        { """{}""", 400, "text: required" },
        { """null""", 400, "text: required" },
        { "", 400, "text: required" },
        { """{"text":" \u0000 "}""", 400, "text: required" },
        { """{"text":"x","categoryCode":"9999"}""", 400, "categoryCode: matters.unknown_category" },
        { """{"text":"x","categoryCode":"02"}""", 400, "categoryCode: matters.unknown_category" },
        { """{"text":"x","areaCode":"12"}""", 400, "areaCode: matters.unknown_area" },
        { """{"text":"x","areaCode":"\u0000"}""", 400, "areaCode: matters.unknown_area" },
        { """{"text":"x","point":{}}""", 400, "point: matters.unknown_point" },
        { """{"text":"x","point":{"lat":91,"lon":1}}""", 400, "point: matters.unknown_point" },
        { """{"text":"x","point":{"lat":1e999,"lon":1}}""", 400, "point: matters.unknown_point" },
        { """{"text":"x","point":{"lat":1,"lon":1,"crs":"bd09"}}""", 400, "point.crs: matters.unknown_crs" },
        { """{"text":"x","reporter":{"phone":"call me"}}""", 400, "reporter.phone: matters.bad_phone" },
        { """{"text":"x","reporter":{"name":"NAME"}}""".Replace("NAME", new string('名', 51), StringComparison.Ordinal), 400, "reporter.name: too_long" },
        { $$"""{"text":"x","address":"{{new string('路', 201)}}"}""", 400, "address: too_long" },
        { $$"""{"text":"{{new string('长', 10_001)}}"}""", 400, "text: too_long" },
        { """{"text":"x","photos":["00000000-0000-0000-0000-000000000001"]}""", 400, "photos: matters.unknown_photo" },
        { $$"""{"text":"x","photos":[{{string.Join(",", Enumerable.Repeat("\"00000000-0000-0000-0000-000000000001\"", 10))}}]}""", 400, "photos: matters.too_many_photos" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_used_is_named(string json, int status, string expected)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var answer = await Ward.Stranger.PostAsync(Ward.Matters, content, Ct);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var faults = problem.GetProperty("errors").EnumerateArray().Select(f => $"{f.GetProperty("field")}: {f.GetProperty("code")}").ToList();
        if (expected == "bad_json") Assert.Equal("bad_json", problem.GetProperty("type").GetString());
        else Assert.Equal([expected], faults);
        Assert.All(problem.GetProperty("errors").EnumerateArray(), f => Assert.NotEqual(f.GetProperty("code").GetString(), f.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Several_faults_are_told_together()
    {
        var problem = await (await Ward.Post(Ward.Stranger, "", new { categoryCode = "x", areaCode = "y" })).Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(["text", "categoryCode", "areaCode"], problem.GetProperty("errors").EnumerateArray().Select(f => f.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Another_method_or_type_has_its_own_answer()
    {
        Assert.Equal((405, "http_405"), await Ward.Outcome(await Ward.Stranger.PutAsJsonAsync(Ward.Matters, new { text = "x" }, Ct)));
        using var form = new StringContent("text=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal((415, "http_415"), await Ward.Outcome(await Ward.Stranger.PostAsync(Ward.Matters, form, Ct)));
        using var latin = new ByteArrayContent([0x7B, 0x22, 0xFF, 0x22, 0x7D]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        Assert.Equal((400, "bad_json"), await Ward.Outcome(await Ward.Stranger.PostAsync(Ward.Matters, latin, Ct)));
    }

    /// <summary>Whatever JSON of the right or nearly the right shape is sent, the answer is a yes or a reasoned no.</summary>
    [Fact]
    public void No_body_breaks_it() => Prop.ForAll(Bodies().ToArbitrary(), json =>
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var status = (int)Ward.Stranger.PostAsync(Ward.Matters, content, Ct).GetAwaiter().GetResult().StatusCode;
        return status is 201 or 400;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(250));

    private static Gen<string> Bodies()
    {
        var values = Gen.OneOf(
            Gen.Elements("null", "true", "-1", "1e308", "1e-400", "[]", "{}", "[[]]", "\"\"", "\"0203\"", "\"\\u0000\"", "\"\\udc00\"", "\"gcj02\"", "24.5", "117.6"),
            ArbMap.Default.GeneratorFor<string>().Select(text => JsonSerializer.Serialize(text)));
        var names = Gen.Elements("text", "categoryCode", "point", "areaCode", "address", "reporter", "photos", "private", "lat", "lon", "crs", "name", "phone", "surprise");
        var inner = names.Zip(values).Select(p => $"\"{p.Item1}\":{p.Item2}").ListOf().Select(members => "{" + string.Join(",", members.Take(4)) + "}");
        return names.Zip(Gen.OneOf(values, inner)).Select(p => $"\"{p.Item1}\":{p.Item2}").ListOf().Select(members => "{" + string.Join(",", members) + "}");
    }

    private async Task<string?> Fault(object form)
    {
        var problem = await (await Ward.Post(Ward.Stranger, "", form)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        return problem.GetProperty("errors")[0].GetProperty("code").GetString();
    }
}
