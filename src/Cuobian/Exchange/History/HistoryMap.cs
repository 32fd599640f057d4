using System.Text.Json;
using System.Text.Json.Serialization;
using Cuobian.Kernel;

namespace Cuobian.Exchange.History;

/// <summary>Which column of a foreign table says what, saved under a name; rows are known by this name and their key.</summary>
internal sealed class HistoryMap
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required string Name { get; init; }

    public required string Columns { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public HistoryColumns Read() => JsonSerializer.Deserialize<HistoryColumns>(Columns, Json)!;

    public static string Write(HistoryColumns columns) => JsonSerializer.Serialize(columns, Json);

    /// <summary>Throws <see cref="Invalid"/> when the text is no such map.</summary>
    public static HistoryColumns Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<HistoryColumns>(json, Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new Invalid([new Fault("map", "exchange.map_not_json")]);
        }
    }
}

/// <summary>The columns by what they mean; only the text must be there.</summary>
internal sealed record HistoryColumns
{
    /// <summary>One column, or several whose values stand one below the other.</summary>
    public List<string> Text { get; init; } = [];

    /// <summary>What the row is called over there; without it the row's own content is its key.</summary>
    public string? Key { get; init; }

    /// <summary>When it was reported; without such a column, the moment of the import.</summary>
    public string? At { get; init; }

    public string? ClosedAt { get; init; }

    public string? State { get; init; }

    /// <summary>The words of the state column that mean it has ended.</summary>
    public List<string> ClosedStates { get; init; } = ["Closed", "已办结", "办结", "已结案", "结案"];

    public string? Category { get; init; }

    /// <summary>Their word → our category code. A word that is a code of ours needs no entry.</summary>
    public Dictionary<string, string> Categories { get; init; } = [];

    public string? Area { get; init; }

    public string? Lat { get; init; }

    public string? Lon { get; init; }

    /// <summary>The coordinate system of lat and lon, such as gcj02; empty is WGS-84.</summary>
    public string? Crs { get; init; }

    public string? Address { get; init; }

    public string? Answer { get; init; }

    public string? ReporterName { get; init; }

    public string? ReporterPhone { get; init; }

    /// <summary>Minutes east of Greenwich of instants without a zone.</summary>
    public int Offset { get; init; } = 480;

    [JsonIgnore]
    public IEnumerable<string> Named => Text.Concat(new[] { Key, At, ClosedAt, State, Category, Area, Lat, Lon, Address, Answer, ReporterName, ReporterPhone }.Where(c => !string.IsNullOrEmpty(c)).Select(c => c!));
}
