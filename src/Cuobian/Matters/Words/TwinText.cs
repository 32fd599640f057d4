namespace Cuobian.Matters.Words;

/// <summary>How alike two texts are: the cosine of their runs of two and three characters, rare runs and the heading weighing more.</summary>
internal sealed class TwinText
{
    private const int HeadingWeight = 5;
    private const int LongestHeading = 40;
    private const int LongestRest = 100;

    /// <summary>A run in more than a tenth of the texts says nothing, unless there are hardly any texts.</summary>
    private const int FewTexts = 10;

    private readonly Dictionary<uint, int> documents = [];
    private readonly int count;

    /// <summary>Learns from these texts which runs are common.</summary>
    public TwinText(IEnumerable<string> background)
    {
        foreach (var text in background)
        {
            count++;
            foreach (var run in Runs(text).Keys) documents[run] = documents.GetValueOrDefault(run) + 1;
        }
    }

    /// <summary>The weights of a text's runs; their squares add up to one.</summary>
    public TwinVector Vector(string text)
    {
        var weights = new SortedList<uint, double>();
        foreach (var (run, times) in Runs(text))
        {
            var known = documents.GetValueOrDefault(run);
            if (known <= Math.Max(FewTexts, count / 10)) weights[run] = (1 + Math.Log(times)) * Math.Log((count + 1.0) / (known + 1));
        }
        var length = Math.Sqrt(weights.Values.Sum(w => w * w));
        return new TwinVector([.. weights.Keys], [.. weights.Values.Select(w => (float)(length == 0 ? w : w / length))]);
    }

    private static Dictionary<uint, int> Runs(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var heading = text[..Math.Min(end < 0 ? text.Length : end, LongestHeading)];
        var rest = text[heading.Length..Math.Min(text.Length, heading.Length + LongestRest)];
        var runs = new Dictionary<uint, int>();
        Count(heading, HeadingWeight, runs);
        Count(rest, 1, runs);
        return runs;
    }

    private static void Count(string text, int times, Dictionary<uint, int> runs)
    {
        var found = new List<Gram>();
        Grams.Cut(Grams.Plain(text), found);
        foreach (var gram in found)
            if (gram.Length is 2 or 3) runs[gram.Hash] = runs.GetValueOrDefault(gram.Hash) + times;
    }
}

/// <summary>The weights of a text's runs, in the order of the runs, so that two are compared in one walk.</summary>
internal sealed record TwinVector(uint[] Runs, float[] Weights)
{
    /// <summary>The heaviest runs and no more, weighed anew so that their squares add up to one.</summary>
    public Dictionary<uint, float> Heaviest(int most)
    {
        var heavy = Runs.Zip(Weights).OrderByDescending(r => r.Second).ThenBy(r => r.First).Take(most).ToList();
        var length = MathF.Sqrt(heavy.Sum(r => r.Second * r.Second));
        return heavy.ToDictionary(r => r.First, r => r.Second / length);
    }

    /// <summary>The cosine: from 0 (nothing in common) to 1 (the same runs).</summary>
    public double Likeness(TwinVector other)
    {
        var sum = 0.0;
        for (int mine = 0, theirs = 0; mine < Runs.Length && theirs < other.Runs.Length;)
        {
            var (run, otherRun) = (Runs[mine], other.Runs[theirs]);
            if (run == otherRun) sum += Weights[mine] * other.Weights[theirs];
            if (run <= otherRun) mine++;
            if (otherRun <= run) theirs++;
        }
        return sum;
    }
}
