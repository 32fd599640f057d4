using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cuobian.Demo;
using Cuobian.Matters;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Somebody at a browser or an interface of the city: signed in as staff, or a stranger.</summary>
internal sealed class CityVisitor : IDisposable
{
    private readonly HttpClient http;

    private CityVisitor(Node node) =>
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, AllowAutoRedirect = false }) { BaseAddress = node.App.Address };

    public static CityVisitor Stranger(Node node) => new(node);

    public static async Task<CityVisitor> SignIn(Node node, string login)
    {
        var visitor = new CityVisitor(node);
        using var answer = await visitor.http.PostAsJsonAsync("/api/v1/session", new { login, password = DemoStaff.Password });
        answer.EnsureSuccessStatusCode();
        return visitor;
    }

    /// <summary>Opens a page to its last byte; anything but a good answer ends the run.</summary>
    public async Task Open(string address)
    {
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{address}: {(int)answer.StatusCode}");
        await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task<JsonDocument> Ask(string address)
    {
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Gives a command; false when somebody else was faster.</summary>
    public async Task<bool> Do(string address, object form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(JsonSerializer.Serialize(form), Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound) return false;
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return true;
    }

    public void Dispose() => http.Dispose();
}

/// <summary>What people read in a city, each question as a page or an interface asks it.</summary>
internal sealed class CityReads : IDisposable
{
    private readonly CityVisitor centre, street, stranger;
    private readonly List<string> known;

    private CityReads(CityVisitor centre, CityVisitor street, CityVisitor stranger, List<string> known) =>
        (this.centre, this.street, this.stranger, this.known) = (centre, street, stranger, known);

    public static async Task<CityReads> Begin(Node node)
    {
        await using var db = node.Db();
        var inOneCounty = CityGround.OneCounty;
        var known = await db.Matters.Where(m => m.Area.StartsWith(inOneCounty)).OrderBy(m => m.Id).Select(m => m.Number).Take(2000).ToListAsync();
        return new CityReads(await CityVisitor.SignIn(node, "centre"), await CityVisitor.SignIn(node, "city-street"), CityVisitor.Stranger(node), known);
    }

    public IReadOnlyList<(string What, Func<Task> Ask)> All =>
    [
        ("queue of the whole city, page", () => centre.Open("/console")),
        ("queue of a street, page", () => street.Open("/console")),
        ("overdue in the city, page", () => centre.Open("/console/overdue")),
        ("a matter, page of staff", () => centre.Open($"/console/matters/{Known}")),
        ("a matter with its history, interface", () => centre.Ask($"/api/v1/matters/{Known}")),
        ("map of the queue, grids with figures", () => centre.Open($"/console/map.geojson?area={CityGround.OneCounty}&state=handling")),
        ("map of an area for everybody", () => stranger.Open($"/areas/{CityGround.OneTownship}/map.geojson")),
        ("page of an area with its figures", () => stranger.Open($"/areas/{CityGround.OneTownship}")),
        ("page of the whole city with its figures", () => stranger.Open("/areas/3599")),
        ("wall screen of the city", () => centre.Open("/screen?area=3599")),
        ("wall screen of a county", () => centre.Open($"/screen?area={CityGround.OneCounty}")),
        ("search: a common word", () => centre.Ask($"/api/v1/matters?text={Uri.EscapeDataString("路灯")}")),
        ("search: a word and a house", () => centre.Ask($"/api/v1/matters?text={Uri.EscapeDataString($"路灯 文塘里{Random.Shared.Next(1, 400)}号")}")),
        ("search in the queue, page", () => centre.Open($"/console?view=all&text={Uri.EscapeDataString("垃圾")}")),
        ("search: a common word in a street", () => street.Ask($"/api/v1/matters?text={Uri.EscapeDataString("垃圾")}")),
    ];

    private string Known => known[Random.Shared.Next(known.Count)];

    public void Dispose()
    {
        centre.Dispose();
        street.Dispose();
        stranger.Dispose();
    }
}
