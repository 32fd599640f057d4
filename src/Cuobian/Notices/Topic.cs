using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cuobian.Notices;

/// <summary>The ways a notice can go.</summary>
public enum Way { Inbox, Mail, Sms, Hook }

/// <summary>Who is told: in which part somebody has to do with a matter.</summary>
public enum Audience { Handler, UnitHead, Called, Panel, Team, Asker, Decider, Dispatcher, Verifier, GridStaff, LevelAbove, Reporter, Supporter, Follower, Hook }

/// <summary>One row of the table of notices: what happened → who is told, by which ways.</summary>
public sealed record Topic(string Code, IReadOnlyList<string> On, IReadOnlyList<Audience> To, IReadOnlyList<Way> By)
{
    /// <summary>Goes out at night too, to everybody but onlookers.</summary>
    public bool Urgent { get; init; }

    /// <summary>Belongs to somebody's work: it cannot be switched off.</summary>
    public bool Duty { get; init; }

    /// <summary>Does somebody have to do with it only because they wish to?</summary>
    public static bool IsOnlooker(Audience audience) => audience is Audience.Supporter or Audience.Follower or Audience.Hook;

    /// <summary>For people outside the administration; everybody else is staff.</summary>
    public bool IsForResidents => To.Any(audience => audience is Audience.Reporter or Audience.Supporter or Audience.Follower);
}

/// <summary>The table of notices, from <c>Seed/topics.json</c>: a new event is one more row.</summary>
internal static class Topics
{
    /// <summary>Asks somebody to confirm that an address is theirs.</summary>
    public const string Confirm = "confirm";

    /// <summary>What several letters in one are called.</summary>
    public const string Digest = "digest";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static readonly IReadOnlyList<Topic> All = Seeds.Read<List<Topic>>("topics.json");
    private static readonly FrozenDictionary<string, List<Topic>> ByEvent =
        All.SelectMany(topic => topic.On, (topic, happened) => (topic, happened)).GroupBy(pair => pair.happened, pair => pair.topic).ToFrozenDictionary(g => g.Key, g => g.ToList());

    public static IReadOnlyList<Topic> On(string happened) => ByEvent.GetValueOrDefault(happened) ?? [];

    public static Topic? Find(string? code) => All.FirstOrDefault(topic => topic.Code == code);

    /// <summary>Topics that a person may meet at all, duties of staff only for staff.</summary>
    public static IEnumerable<Topic> For(bool staff) => All.Where(topic => topic.Code != Confirm && (staff || topic.IsForResidents));
}

/// <summary>Reads the module's embedded reference data.</summary>
internal static class Seeds
{
    public static T Read<T>(string file)
    {
        using var stream = typeof(Seeds).Assembly.GetManifestResourceStream($"Cuobian.Notices.Seed.{file}")!;
        return JsonSerializer.Deserialize<T>(stream, Topics.Json)!;
    }
}
