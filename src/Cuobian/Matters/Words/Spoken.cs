namespace Cuobian.Matters.Words;

/// <summary>Finds the words of a text that spoke most for a label: the runs with the greatest share in its lead, joined where they overlap.</summary>
internal static class Spoken
{
    private const int MostWords = 4;
    private const float LeastShare = 0.35f;

    public static IReadOnlyList<string> For(TextModel model, string text, List<Gram> found, List<Term> vector, int label)
    {
        var lead = Leads(model, vector, label);
        var letters = new float[Math.Min(text.Length, Grams.MostCharacters)];
        foreach (var gram in found)
        {
            var row = model.RowOf(gram.Hash);
            if (row < 0 || !lead.TryGetValue(row, out var share)) continue;
            for (var i = 0; i < gram.Length; i++) letters[gram.Start + i] += share / gram.Length;
        }
        return Words(text, letters);
    }

    /// <summary>How much each run lifted the label above the average label.</summary>
    private static Dictionary<int, float> Leads(TextModel model, List<Term> vector, int label)
    {
        var leads = new Dictionary<int, float>(vector.Count);
        foreach (var term in vector)
        {
            var row = model.Weights.AsSpan(term.Row * model.Width, model.Width);
            var lead = term.Weight * (row[label] - Mean(row, model.Labels.Count));
            if (lead > 0) leads[term.Row] = lead;
        }
        return leads;
    }

    private static float Mean(ReadOnlySpan<float> row, int labels)
    {
        var sum = 0f;
        for (var label = 0; label < labels; label++) sum += row[label];
        return sum / labels;
    }

    /// <summary>Neighbouring characters that all spoke clearly make one word; the loudest words come first.</summary>
    private static List<string> Words(string text, float[] letters)
    {
        var least = letters.Length == 0 ? 0 : letters.Max() * LeastShare;
        var words = new List<(string Word, float Loudness)>();
        for (var start = 0; start < letters.Length; start++)
        {
            if (letters[start] <= 0 || letters[start] < least) continue;
            var end = start;
            var loudness = 0f;
            while (end < letters.Length && letters[end] > 0 && letters[end] >= least) loudness += letters[end++];
            words.Add((text[start..end], loudness));
            start = end;
        }
        var loudest = words.OrderByDescending(w => w.Loudness).Select(w => w.Word).Distinct().ToList();
        var whole = loudest.Where(w => w.Length > 1).ToList();
        return [.. (whole.Count > 0 ? whole : loudest).Take(MostWords)];
    }
}
