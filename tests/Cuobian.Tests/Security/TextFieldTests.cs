using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Tests.Crypto;
using Cuobian.Tests.Matters;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Security;

/// <summary>Every text field of every route is sent what means harm; then every page and feed is read.</summary>
public sealed partial class TextFieldTests
{
    private const string Blank = "00000000-0000-0000-0000-000000000001";
    private static readonly string[] Evil = ["<script>a(7)</script>", "\"'><img src=x onerror=a(7)>"];
    private static readonly string[] Formats = ["json", "csv", "atom", "geojson", "xml"];
    private static readonly string[] Asking = ["/console?text=", "/console/people?text=", "/sign-in?back=", "/track?number=", "/console/people/why?login=", "/"];
    private static readonly MatterState[] States = [MatterState.Triage, MatterState.Dispatched, MatterState.Handling, MatterState.Verifying, MatterState.Feedback, MatterState.Closed];

    /// <summary>What was made by a route, by its address: <c>/api/v1/people/teams</c> made this id.</summary>
    private readonly Dictionary<string, string> made = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HTML_in_any_text_field_is_refused_or_shown_as_the_text_it_is()
    {
        await using var ward = await Ward.Open();
        var boss = await Everything(ward);
        var fields = await ApiFields.Of(ward.App);
        var (taken, broken, numbers) = (new HashSet<string>(), new List<string>(), new HashSet<string>());
        foreach (var evil in Evil)
        {
            var matters = new List<string>();
            foreach (var state in States) matters.Add((await ward.In(state)).Number);
            numbers.UnionWith(matters);
            foreach (var (method, path) in fields.Routes)
                foreach (var address in Addresses(path, matters))
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = JsonContent.Create(fields.Fill(method, path, evil)) };
                    using var answer = await boss.SendAsync(request, Ct);
                    var text = await answer.Content.ReadAsStringAsync(Ct);
                    if ((int)answer.StatusCode >= 500 || answer.Content.Headers.ContentType?.MediaType == "text/html") broken.Add($"{method} {address}: {(int)answer.StatusCode}");
                    if (!answer.IsSuccessStatusCode) continue;
                    taken.Add($"{method} {path}");
                    Remember(path, text);
                    break;
                }
        }
        // What is refused everywhere tries nothing: most routes must have taken it.
        Assert.True(taken.Count > 25, $"Only {taken.Count} routes took a text: {string.Join(", ", taken)}");
        foreach (var path in Readable(ward, numbers))
        {
            using var answer = await boss.GetAsync(path, HttpCompletionOption.ResponseContentRead, Ct);
            broken.AddRange(Leaks(answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync(Ct)).Select(leak => $"GET {path}: {leak}"));
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public async Task Ten_megabytes_in_any_text_field_are_refused_and_nothing_is_stored()
    {
        await using var ward = await Ward.Open();
        var boss = await Everything(ward);
        var fields = await ApiFields.Of(ward.App);
        var number = (await ward.In(MatterState.Handling)).Number;
        var (most, much) = (new string('x', 10_000_000), new string('x', 100_000));
        var wrong = new List<string>();
        foreach (var (method, path) in fields.Routes)
            foreach (var (at, field) in fields.Texts(method, path).Index())
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), Addresses(path, [number]).First())
                {
                    Content = new StringContent(fields.Fill(method, path, "text", field.Way, at == 0 ? most : much).ToJsonString(), Encoding.UTF8, "application/json"),
                };
                using var answer = await boss.SendAsync(request, Ct);
                var length = (await answer.Content.ReadAsByteArrayAsync(Ct)).Length;
                if ((int)answer.StatusCode is < 400 or >= 500 || length > 20_000 || answer.Content.Headers.ContentType?.MediaType is not (null or "application/problem+json")) wrong.Add($"{field}: {(int)answer.StatusCode}, {length} bytes");
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.DoesNotContain(much[..2000], await SealedDataTests.Dump(ward.App), StringComparison.Ordinal);
    }

    private static Task<HttpClient> Everything(Ward ward) =>
        ward.Hire("everything", [.. ward.App.Services.GetRequiredService<IReadOnlyList<IModule>>().SelectMany(m => m.Permissions).Distinct()], "", Ward.Lead);

    /// <summary>The address with what was made before in its blanks; one for each matter where a matter is asked for.</summary>
    private IEnumerable<string> Addresses(string path, IReadOnlyList<string> matters)
    {
        var filled = Blanks().Replace(path, blank => blank.Groups[1].Value == "number" ? "{number}" : made.GetValueOrDefault(path[..blank.Index].TrimEnd('/'), Blank));
        return filled.Contains("{number}", StringComparison.Ordinal) ? matters.Select(number => filled.Replace("{number}", number, StringComparison.Ordinal)) : [filled];
    }

    private void Remember(string path, string answer)
    {
        if (answer.Length == 0 || answer[0] != '{') return;
        foreach (var name in new[] { "id", "code", "number" })
            if (JsonElement.Parse(answer).TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                made[path.TrimEnd('/')] = value.GetString()!;
                return;
            }
    }

    /// <summary>Every address that answers to GET, for each matter and for what was made.</summary>
    private List<string> Readable(Ward ward, IReadOnlySet<string> numbers)
    {
        var patterns = ward.App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET"))
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct()
            .Where(p => !p.Contains("{*", StringComparison.Ordinal) && !p.EndsWith(".js", StringComparison.Ordinal) && !p.EndsWith(".css", StringComparison.Ordinal) && p != WatchMatters.Path);
        var paths = patterns.SelectMany(p => p.Contains("{format}", StringComparison.Ordinal) ? Formats.Select(f => p.Replace("{format}", f, StringComparison.Ordinal)) : [p])
            .SelectMany(p => Numbers().IsMatch(p) ? numbers.Select(n => Numbers().Replace(p, n)) : [p])
            .SelectMany(p => Ids().IsMatch(p) ? made.Values.Distinct().Select(id => Ids().Replace(p, Uri.EscapeDataString(id))) : [p]);
        return [.. paths.Where(p => !p.Contains('{')), .. Evil.SelectMany(evil => Asking.Select(p => p + Uri.EscapeDataString(evil)))];
    }

    private static IEnumerable<string> Leaks(string type, string body)
    {
        if (type == "text/html")
        {
            foreach (var evil in Evil) if (body.Contains(evil, StringComparison.OrdinalIgnoreCase)) yield return "the text stands there as HTML";
            foreach (Match tag in Tags().Matches(body))
                if (tag.Value.StartsWith("<img src=x", StringComparison.OrdinalIgnoreCase) || Harmful().IsMatch(Quoted().Replace(tag.Value, "\"\""))) yield return tag.Value;
        }
        if (type.EndsWith("xml", StringComparison.Ordinal) && XDocument.Parse(body).Descendants().Any(e => e.Name.LocalName is "script" or "img")) yield return "an element of the text stands in the XML";
    }

    [GeneratedRegex(@"\{(\w+)(:[^}]*)?\}")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\{(number|Number|requestId)(:[^}]*)?\}")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\{(id|Id|code|Code)(:[^}]*)?\}")]
    private static partial Regex Ids();

    [GeneratedRegex("""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'")]
    private static partial Regex Quoted();

    /// <summary>A script that is no file of the house, or a handler; what stands in quotes was taken out before.</summary>
    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Harmful();
}
