using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.Extensions.Localization;

namespace Cuobian.Exchange.Open311;

/// <summary>Reports a matter the GeoReport way; what a person must look at first gets a token instead of a number.</summary>
internal sealed class PostRequest(
    FindServices services, IMatters matters, IPlaces places, AddFile addFile, Once once, CuobianDb db, IStringLocalizer<Text> words)
{
    private const int LongestDescription = 4000;
    private const int LongestAttribute = 500;
    private const string IdempotencyKey = "Idempotency-Key";
    private readonly List<string> faults = [];

    public async Task<Reply> Run(Asked asked, HttpRequest request, CancellationToken ct)
    {
        var kind = Kind(asked);
        var report = Read(asked, kind);
        if (faults.Count > 0) throw new Open311Error(StatusCodes.Status400BadRequest, [.. faults]);
        var made = await Make(report, asked, request.Headers[IdempotencyKey].ToString(), ct);
        var follow = $"{request.Scheme}://{request.Host}{request.PathBase}/matters/{made.Number}";
        return Reply.List("service_requests", "request", [made.TriageFirst
            ? [new("token", Token.Of(made.Number, made.Code)), new("service_notice", Notice(kind, "open311_notice_token")), new("account_id", null)]
            : [new("service_request_id", made.Number), new("service_notice", words["open311_notice", made.Code, follow].Value), new("account_id", null)]]) with
        { Status = StatusCodes.Status201Created };
    }

    private MatterKind Kind(Asked asked)
    {
        var code = asked["service_code"] ?? throw new Open311Error(StatusCodes.Status400BadRequest, words["open311_service_missing"]);
        return services.Find(code) ?? throw new Open311Error(StatusCodes.Status404NotFound, words["open311_service_unknown", code]);
    }

    private NewMatter Read(Asked asked, MatterKind kind)
    {
        double? lat = asked.Degrees("lat"), lon = asked.Degrees("long");
        var area = asked["address_id"] is { } id && places.Find(id) is not null ? id : null;
        if (lat is null != lon is null) faults.Add(words["open311_half_a_point"]);
        else if (lat is null && asked["address_string"] is null && area is null) faults.Add(words["open311_place_missing"]);
        if (asked["description"]?.Length > LongestDescription) faults.Add(words["open311_description_long", LongestDescription]);
        return new NewMatter(TextOf(asked, kind), kind.Code)
        {
            Point = lat is { } y && lon is { } x ? new GeoPoint(y, x) : null,
            Area = area,
            Address = asked["address_string"],
            ReporterName = NameOf(asked),
            ReporterPhone = asked["phone"],
            Answers = kind.Questions.Join(asked.Attributes, q => q.Code, a => a.Code, (q, a) => KeyValuePair.Create(q.Code, AnswersTo(q, a.Values))).ToDictionary(),
        };
    }

    /// <summary>Chinese names are written without a blank, surname first.</summary>
    private static string? NameOf(Asked asked) => (asked["first_name"], asked["last_name"]) switch
    {
        (null, var last) => last,
        (var first, null) => first,
        ({ } first, { } last) when first.Concat(last).Any(char.IsAsciiLetter) => $"{first} {last}",
        var (first, last) => last + first,
    };

    /// <summary>The description, then what was answered to the service's questions, so that nothing sent is lost.</summary>
    private string TextOf(Asked asked, MatterKind kind)
    {
        var text = new StringBuilder(asked["description"] ?? kind.Name);
        var questions = ServiceAttributes.Of(kind);
        var answers = asked.Attributes;
        var own = kind.Questions.Select(q => q.Code).ToHashSet();
        foreach (var missing in kind.Questions.Where(q => q.Required && answers.All(a => a.Code != q.Code))) faults.Add(words["open311_attribute_missing", missing.Code]);
        foreach (var missing in questions.Where(q => q.Required && answers.All(a => a.Code != q.Code))) faults.Add(words["open311_attribute_missing", missing.Code]);
        foreach (var (code, values) in answers.Where(a => !own.Contains(a.Code)))
        {
            var question = questions.FirstOrDefault(q => q.Code == code);
            text.Append('\n').Append(question is null ? code : words[question.Words].Value).Append(": ").AppendJoin(", ", values.Select(value => Said(question, code, value)));
        }
        if (asked["media_url"] is { } media) text.Append('\n').Append(media);
        return text.ToString();
    }

    /// <summary>Days are asked for as instants there, and kept as days here.</summary>
    private static List<string> AnswersTo(MatterQuestion question, IReadOnlyList<string> values) =>
        [.. values.Select(value => question.Type == "Date" && value.Length > 10 ? value[..10] : value)];

    private string Said(ServiceAttribute? question, string code, string value)
    {
        if (value.Length > LongestAttribute) faults.Add(words["open311_attribute_long", code, LongestAttribute]);
        if (question is null || question.Choices.Length == 0) return value;
        if (question.Choices.Contains(value)) return words[question.WordsOf(value)];
        faults.Add(words["open311_attribute_wrong", code, string.Join(", ", question.Choices)]);
        return value;
    }

    /// <summary>With an idempotency key, a client that heard no answer may send again and gets the first one.</summary>
    private async Task<ReportedMatter> Make(NewMatter report, Asked asked, string key, CancellationToken ct)
    {
        if (key.Length == 0) return await Keep(report, asked, ct);
        var question = JsonSerializer.Serialize(report) + string.Concat(asked.Media.Select(HashOf));
        var (_, body) = await once.Run(key, question, async () => (StatusCodes.Status201Created, JsonSerializer.Serialize(await Keep(report, asked, ct))), ct);
        return JsonSerializer.Deserialize<ReportedMatter>(body)!;
    }

    private async Task<ReportedMatter> Keep(NewMatter report, Asked asked, CancellationToken ct)
    {
        var photos = new List<Guid>();
        foreach (var file in asked.Media)
        {
            await using var content = file.OpenReadStream();
            photos.Add((await addFile.Run(content, file.Length, ct)).Id);
        }
        return await db.InOneTransaction(() => matters.Report(report with { Photos = photos }, ct), ct);
    }

    private static string HashOf(IFormFile file)
    {
        using var content = file.OpenReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private string Notice(MatterKind kind, string otherwise) => kind.Hotline is null ? words[otherwise] : words["open311_call_first", kind.Name, kind.Hotline];
}
