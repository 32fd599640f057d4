using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.People;
using Cuobian.Tests.Files;
using Cuobian.Tests.People;
using Cuobian.Tests.Places;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>A settled town with units and staff, spoken to over HTTP; matters in it move by real commands alone.</summary>
internal sealed class Ward(CuobianApp app) : IAsyncDisposable
{
    public const string Matters = "/api/v1/matters";
    public const string Grid = Town.One + "001";
    public const string Lead = "359902000000-CG";
    public const string OtherLead = "359902000000-HW";
    public const string Community = Town.One + "-SQ";
    public const string Lamp = "0203";
    private readonly List<HttpClient> clients = [];
    private HttpClient? deputy;
    private Told? root;

    public CuobianApp App => app;

    /// <summary>Holds every permission of Matters in the town and works for the lead unit.</summary>
    public HttpClient Boss { get; private set; } = null!;

    /// <summary>May verify in the town, of another unit.</summary>
    public HttpClient Verifier { get; private set; } = null!;

    public HttpClient Stranger { get; private set; } = null!;

    public static async Task<Ward> Open(params (string, string)[] settings)
    {
        var app = await CuobianApp.Start(settings);
        await app.TakeAreas(Town.Areas);
        await app.TakeGrids(Town.TwoGrids);
        await app.AddDemoUnits();
        var ward = new Ward(app);
        ward.Stranger = ward.Keep(app.CreateClient());
        ward.Boss = await ward.Hire("boss", [.. MattersPermissions.All], Town.One, Lead);
        ward.Verifier = await ward.Hire("verifier", [MattersPermissions.Read, MattersPermissions.Verify], Town.One, Community);
        return ward;
    }

    /// <summary>An account with exactly these permissions, and a client that carries its token.</summary>
    public async Task<HttpClient> Hire(string login, string[] permissions, string area, string? unit = null, bool ofUnit = false, int? perMinute = null)
    {
        await app.InScope(async services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            db.Add(new Role { Code = "role-" + login, Zh = login, En = login, OfUnit = ofUnit, Permissions = [.. permissions] });
            return await db.SaveChangesAsync(Ct);
        });
        await app.Hire(login, "role-" + login, area, unit);
        var token = await app.Issue(login, [], perMinute: perMinute);
        var client = Keep(app.CreateClient());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        client.DefaultRequestHeaders.UserAgent.ParseAdd(login);
        return client;
    }

    public static object Point(double x = 1, double y = 1) => new { lat = Town.Lat(y), lon = Town.Lon(x) };

    /// <summary>Reported at the lamp's grid; without a category it waits for triage.</summary>
    public async Task<Told> Report(object? form = null, HttpClient? by = null) =>
        await Read(await Post(by ?? Stranger, "", form ?? new { text = "小区东门那盏灯坏三天了", point = Point() })) is var answer
            ? new Told(answer.GetProperty("number").GetString()!, answer.GetProperty("code").GetString()!) : throw new InvalidOperationException();

    /// <summary>A new matter brought to a state by the shortest way of commands.</summary>
    public async Task<Told> In(MatterState state)
    {
        var told = await Report();
        await Do(told, "classify", new { categoryCode = Lamp });
        if (state == MatterState.Rejected)
        {
            await Do(told, "request-rejection", new { words = "不归社区管" });
            await Do(told, "grant", new { }, await Deputy());
        }
        if (state is MatterState.Triage or MatterState.Rejected) return told;
        await Do(told, "dispatch", new { unitCode = Lead });
        if (state == MatterState.Merged) await Do(told, "merge", new { target = (await Root()).Number, reason = "同一盏灯" });
        if (state == MatterState.Diverted) await Do(told, "divert", new { divertTo = "mediation", words = "请调解员来" });
        if (state == MatterState.Withdrawn) await Do(told, $"withdraw?code={told.Code}", new { }, Stranger);
        if (state is MatterState.Dispatched or MatterState.Withdrawn or MatterState.Merged or MatterState.Diverted) return told;
        await Do(told, "accept", new { });
        if (state == MatterState.Handling) return told;
        await Do(told, "submit", new { outcome = "solved", words = "灯换好了" });
        if (state == MatterState.Verifying) return told;
        await Do(told, "pass", new { }, Verifier);
        if (state == MatterState.Feedback) return told;
        var good = state == MatterState.Closed;
        await Do(told, $"rate?code={told.Code}", new { prompt = true, solved = good, satisfied = good }, Stranger);
        return told;
    }

    /// <summary>A matter under way that others are merged into.</summary>
    public async Task<Told> Root() => root ??= await In(MatterState.Handling);

    /// <summary>Supervises in the town and decides what the boss asks for.</summary>
    public async Task<HttpClient> Deputy() => deputy ??= await Hire("deputy", [MattersPermissions.Read, MattersPermissions.Supervise], Town.One, Community);

    /// <summary>A command that must succeed; the boss gives it unless somebody else is named.</summary>
    public async Task Do(Told told, string command, object form, HttpClient? by = null) =>
        await Read(await Post(by ?? Boss, $"/{told.Number}/{command}", form));

    public static Task<HttpResponseMessage> Post(HttpClient client, string path, object form) => client.PostAsJsonAsync(Matters + path, form, Ct);

    public static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri!.PathAndQuery}: {(int)answer.StatusCode} {body}");
        return JsonElement.Parse(body);
    }

    /// <summary>Status and stable code of an answer; the code is empty when it is not a problem.</summary>
    public static async Task<(int Status, string Code)> Outcome(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Ct);
        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        return ((int)answer.StatusCode, isProblem ? JsonElement.Parse(body).GetProperty("type").GetString()! : "");
    }

    public async Task<Guid> Upload(HttpClient? by = null)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(SomePhoto.Named("picture.png")), "file", "picture.png" } };
        return (await Read(await (by ?? Stranger).PostAsync("/api/v1/files", form, Ct))).GetProperty("id").GetGuid();
    }

    /// <summary>The matter as stored, with its history.</summary>
    public Task<Matter> Stored(Told told) => app.InScope(services => services.GetRequiredService<CuobianDb>().Matters.AsNoTracking()
        .Include(m => m.Entries).Include(m => m.Clocks).Include(m => m.Photos).Include(m => m.Co).AsSplitQuery().SingleAsync(m => m.Number == told.Number, Ct));

    public HttpClient Keep(HttpClient client)
    {
        clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        await app.DisposeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What a reporter holds in hand.</summary>
    internal sealed record Told(string Number, string Code);
}

/// <summary>One ward for many questions.</summary>
public sealed class OpenWard : IAsyncLifetime
{
    internal Ward Ward { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Ward = await Ward.Open();

    public ValueTask DisposeAsync() => Ward.DisposeAsync();
}
