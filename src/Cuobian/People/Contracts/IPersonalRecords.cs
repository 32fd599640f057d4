using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cuobian.People.Contracts;

/// <summary>Why the law lets us keep something: the items of article 13 of the Personal Information Protection Law that we use.</summary>
public enum Ground
{
    /// <summary>The person said yes (item 1).</summary>
    Consent,

    /// <summary>A duty of the office that the law gives it (item 3).</summary>
    Duty,

    /// <summary>Another law demands it (item 7).</summary>
    Law,
}

/// <summary>The same words in both languages.</summary>
public sealed record Said(string Zh, string En)
{
    public string Here => CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? Zh : En;
}

/// <summary>One kind of personal data: where it stands, what for, on which ground, how long, and who sees it. The code is the name of its table.</summary>
public sealed record PersonalKind(string Code, IReadOnlyList<string> Columns, Said What, Said Purpose, Ground? Ground, Said Keep, Said Seen)
{
    /// <summary>After so many days it is erased; null when something else ends it.</summary>
    public int? KeepDays { get; init; }

    /// <summary>Before so many days have passed nobody can have it erased; null when it may go at once.</summary>
    public int? MustDays { get; init; }

    /// <summary>Without a ground it is sealed because it is a secret, and tells of nobody.</summary>
    [JsonIgnore]
    public bool IsOfPeople => Ground is not null;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Reads the register that a module ships, by the name of the resource.</summary>
    public static IReadOnlyList<PersonalKind> Read(string resource)
    {
        using var stream = typeof(PersonalKind).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not embedded.");
        return JsonSerializer.Deserialize<List<PersonalKind>>(stream, Json)!;
    }
}

/// <summary>Whose data it is: an account, and the phone that is proved to be the person's.</summary>
public sealed record Owner(Guid Account, string? Phone = null);

/// <summary>What became of a kind of data when its owner asked for it to be erased.</summary>
public enum Erasing
{
    Gone,

    /// <summary>It must stay, for a reason.</summary>
    Kept,

    /// <summary>A person of the office has to decide.</summary>
    Asked,
}

/// <summary>How many rows of a kind went that way; the reason is the code of a sentence, and the instant says until when it holds.</summary>
public sealed record ErasedLine(string Kind, Erasing State, int Count, string? Reason = null, DateTimeOffset? Until = null);

/// <summary>What a module keeps about people. Every module that keeps something implements this: the person's page, the copy, correction, erasure and retention all go through it.</summary>
public interface IPersonalRecords
{
    IReadOnlyList<PersonalKind> Kinds { get; }

    /// <summary>Everything kept about this person by kind, each row as it may be handed out: never what tells of somebody else.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> Copy(Owner owner, CancellationToken ct);

    /// <summary>The person has another name; answers how many rows say so now.</summary>
    Task<int> Correct(Owner owner, string name, CancellationToken ct) => Task.FromResult(0);

    /// <summary>The person has another phone, proved to be theirs: what was known by the old one becomes the account's, and what is under way carries the new one.</summary>
    Task Move(Owner owner, string phone, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Erases what may go; with <paramref name="granted"/> also what the office had to decide. Asking again changes nothing more.</summary>
    Task<IReadOnlyList<ErasedLine>> Erase(Owner owner, bool granted, CancellationToken ct);

    /// <summary>The person takes a consent back that was given for a subject, such as <c>matter:…</c>.</summary>
    Task TakeBack(string subject, CancellationToken ct) => Task.CompletedTask;

    /// <summary>How many rows of a kind ended before an instant and are still there.</summary>
    Task<int> CountPast(string kind, DateTimeOffset before, CancellationToken ct) => Task.FromResult(0);

    /// <summary>Lets go of up to so many of them, in the transaction that is open, and answers their ids.</summary>
    Task<IReadOnlyList<string>> Forget(string kind, DateTimeOffset before, int atMost, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
}

/// <summary>Counts working days; whoever keeps the calendar of the offices answers it.</summary>
public interface IWorkDays
{
    /// <summary>The end of so many working days; null when the calendar does not reach so far.</summary>
    DateTimeOffset? After(DateTimeOffset start, int days);
}
