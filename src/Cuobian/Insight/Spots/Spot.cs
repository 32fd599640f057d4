using System.Runtime.InteropServices;
using Cuobian.Matters.Contracts;

namespace Cuobian.Insight.Spots;

/// <summary>Where a hot spot is heading.</summary>
public enum Trend { Steady, Growing, Fading }

/// <summary>A hot spot (热点): matters of the same problem over weeks. One with a single matter only waits for a second.</summary>
public sealed class Spot
{
    /// <summary>The runs kept of all its matters together.</summary>
    private const int MostRuns = 96;

    public required Guid Id { get; init; }

    /// <summary>The category of its first matter.</summary>
    public required string Category { get; init; }

    /// <summary>The community it lies in, or the smallest area known.</summary>
    public required string Area { get; init; }

    /// <summary>The grid of its first matter; empty when none is known.</summary>
    public required string Grid { get; init; }

    public double? Lat { get; set; }

    public double? Lon { get; set; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; set; }

    /// <summary>How many matters it ever had.</summary>
    public int Matters { get; set; }

    /// <summary>The matters of the last weeks, the latest week first, as it was reckoned last.</summary>
    public List<int> Weeks { get; set; } = [];

    public int People { get; set; }

    public int Supporters { get; set; }

    public int Grids { get; set; }

    public double Heat { get; set; }

    public Trend Trend { get; set; }

    /// <summary>When heat and trend were reckoned; null while something new has come.</summary>
    public DateTimeOffset? ReckonedAt { get; set; }

    /// <summary>The class of problems it became.</summary>
    public Guid? Campaign { get; set; }

    /// <summary>The sum of its matters' sketches, packed: hash and weight in turn.</summary>
    public byte[] Runs { get; set; } = [];

    public static Spot Of(Voice voice) => new()
    {
        Id = voice.Id,
        Category = voice.Category,
        Area = SpotRules.Neighbourhood(voice.Area),
        Grid = voice.Area.Length > SpotRules.CommunityDigits ? voice.Area : "",
        FirstAt = voice.At,
        LastAt = voice.At,
    };

    /// <summary>Takes a matter in: the place moves towards it, and its words join the others.</summary>
    public void Add(Voice voice)
    {
        if (voice is { Lat: { } lat, Lon: { } lon })
            (Lat, Lon) = ((Lat ?? lat) + (lat - (Lat ?? lat)) / (Matters + 1), (Lon ?? lon) + (lon - (Lon ?? lon)) / (Matters + 1));
        Matters++;
        if (voice.At > LastAt) LastAt = voice.At;
        ReckonedAt = null;
        var sum = Unpack();
        foreach (var (run, weight) in voice.Sketch.Runs) sum[run] = sum.GetValueOrDefault(run) + weight;
        Pack(sum);
        sketch = null;
    }

    /// <summary>How its matters speak, as one sketch of length one.</summary>
    public Sketch Sketch => sketch ??= Normal(Unpack());

    private Sketch? sketch;

    private Dictionary<uint, float> Unpack()
    {
        var numbers = MemoryMarshal.Cast<byte, uint>(Runs);
        var sum = new Dictionary<uint, float>(numbers.Length / 2);
        for (var at = 0; at + 1 < numbers.Length; at += 2) sum[numbers[at]] = BitConverter.UInt32BitsToSingle(numbers[at + 1]);
        return sum;
    }

    private void Pack(Dictionary<uint, float> sum) => Runs = MemoryMarshal.AsBytes<uint>(
        sum.OrderByDescending(r => r.Value).ThenBy(r => r.Key).Take(MostRuns).SelectMany(r => new[] { r.Key, BitConverter.SingleToUInt32Bits(r.Value) }).ToArray()).ToArray();

    private static Sketch Normal(Dictionary<uint, float> sum)
    {
        var length = MathF.Sqrt(sum.Values.Sum(v => v * v));
        return length == 0 ? Sketch.Empty : new Sketch(sum.ToDictionary(r => r.Key, r => r.Value / length));
    }
}

/// <summary>A matter in a hot spot.</summary>
public sealed class SpotVoice
{
    public required Guid MatterId { get; init; }

    public required Guid SpotId { get; init; }

    public required string Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Area { get; init; }

    /// <summary>One mark a person; says nothing about them.</summary>
    public required string Who { get; init; }

    public required int Supporters { get; init; }
}

/// <summary>How far the search has come.</summary>
public sealed class SpotCursor
{
    public int Id { get; init; } = 1;

    public Guid? Last { get; set; }
}
