namespace Cuobian.Matters.Contracts;

/// <summary>A text as numbers: its rarest runs of characters, hashed, with weights whose squares add up to one. Nobody can read the text from it.</summary>
public sealed record Sketch(IReadOnlyDictionary<uint, float> Runs)
{
    public static readonly Sketch Empty = new(new Dictionary<uint, float>());

    /// <summary>From 0 to 1: the cosine.</summary>
    public double Likeness(Sketch other)
    {
        var (few, many) = Runs.Count <= other.Runs.Count ? (Runs, other.Runs) : (other.Runs, Runs);
        var sum = 0.0;
        foreach (var (run, weight) in few)
            if (many.TryGetValue(run, out var same)) sum += weight * same;
        return sum;
    }
}

/// <summary>A public matter as the search for hot spots hears it: what kind, when, where; its words only as numbers and its reporter only as a mark.</summary>
public sealed record Voice(Guid Id, string Number, DateTimeOffset At, string Category, string Area, string Who, int Supporters, Sketch Sketch)
{
    /// <summary>The step of its history by which it became known: where to go on from.</summary>
    public Guid Step { get; init; }

    public double? Lat { get; init; }

    public double? Lon { get; init; }
}

/// <summary>A matter in a list for staff who may read it.</summary>
public sealed record VoiceTitle(string Number, string Title, string State, bool IsOpen, DateTimeOffset At);

/// <summary>What the search for hot spots may ask of matters. Private and sensitive ones are not among them.</summary>
public interface IVoices
{
    /// <summary>The next matters that were reported or got their category after a step (null: from <paramref name="from"/> on), oldest first, up to an instant.</summary>
    Task<IReadOnlyList<Voice>> After(Guid? lastStep, DateTimeOffset from, DateTimeOffset until, int atMost, CancellationToken ct);

    /// <summary>Those of the matters that this actor may read, newest first.</summary>
    Task<IReadOnlyList<VoiceTitle>> Titles(IReadOnlyCollection<string> numbers, CancellationToken ct);

    Sketch SketchOf(string text);

    /// <summary>The text without what identifies a person, for everybody to read.</summary>
    string Mask(string text);
}
