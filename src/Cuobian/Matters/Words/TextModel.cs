using System.Numerics;
using System.Runtime.InteropServices;

namespace Cuobian.Matters.Words;

/// <summary>A label with how likely it is and the words of the text that spoke most for it.</summary>
public sealed record Guess(string Code, double Probability, IReadOnlyList<string> Because);

/// <summary>A linear model over runs of characters: for each run one weight a label, and a temperature that makes the probabilities honest.</summary>
internal sealed class TextModel
{
    private readonly Dictionary<uint, int> rows;
    private readonly Dictionary<string, int> labels;

    public TextModel(IReadOnlyList<string> labels, uint[] hashes, float[] idf, float[] weights, float[] bias)
    {
        (Labels, Hashes, Idf, Weights, Bias, Temperature) = (labels, hashes, idf, weights, bias, 1);
        Width = WidthFor(labels.Count);
        this.labels = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        rows = new Dictionary<uint, int>(hashes.Length);
        for (var row = 0; row < hashes.Length; row++) rows[hashes[row]] = row;
    }

    public IReadOnlyList<string> Labels { get; }

    public uint[] Hashes { get; }

    public float[] Idf { get; }

    /// <summary>One row a run of characters, <see cref="Width"/> wide.</summary>
    public float[] Weights { get; }

    public float[] Bias { get; }

    /// <summary>Divides the scores before they become probabilities; found by looking at texts the model was not trained on.</summary>
    public double Temperature { get; init; }

    /// <summary>How good the model was on texts it had not seen when it was trained.</summary>
    public Figures? Figures { get; init; }

    /// <summary>Fingerprint of what it was trained on.</summary>
    public string TrainedOn { get; init; } = "";

    /// <summary>The number of labels, rounded up so that whole vectors fit.</summary>
    public int Width { get; }

    public static int WidthFor(int labels) => (labels + 15) / 16 * 16;

    /// <summary>The known runs of a text with their weight in it; the squares of the weights add up to one.</summary>
    public List<Term> Vector(string text)
    {
        var found = new List<Gram>();
        Grams.Cut(Grams.Plain(text), found);
        return Vector(found);
    }

    public float[] Scores(List<Term> vector)
    {
        var scores = (float[])Bias.Clone();
        foreach (var term in vector) Add(scores, Weights.AsSpan(term.Row * Width, Width), term.Weight);
        return scores;
    }

    /// <summary>The likeliest labels, best first.</summary>
    public IReadOnlyList<Guess> Suggest(string text, int most = 3)
    {
        var plain = Grams.Plain(text);
        var found = new List<Gram>(plain.Length * Grams.Longest);
        Grams.Cut(plain, found);
        var vector = Vector(found);
        var scores = Scores(vector);
        var probabilities = Probabilities(scores);
        return [.. Best(probabilities, most).Select(label => new Guess(Labels[label], probabilities[label], Spoken.For(this, text, found, vector, label)))];
    }

    /// <summary>The same weights with a temperature, figures and a fingerprint.</summary>
    public TextModel With(double temperature, Figures? figures, string trainedOn) =>
        new(Labels, Hashes, Idf, Weights, Bias) { Temperature = temperature, Figures = figures, TrainedOn = trainedOn };

    public double[] Probabilities(float[] scores) => Probabilities(scores, Temperature);

    public double[] Probabilities(float[] scores, double temperature)
    {
        var most = float.NegativeInfinity;
        for (var label = 0; label < Labels.Count; label++) most = Math.Max(most, scores[label]);
        var probabilities = new double[Labels.Count];
        var sum = 0.0;
        for (var label = 0; label < probabilities.Length; label++) sum += probabilities[label] = Math.Exp((scores[label] - most) / temperature);
        for (var label = 0; label < probabilities.Length; label++) probabilities[label] /= sum;
        return probabilities;
    }

    /// <summary>Where a label stands; below zero when the model does not know it.</summary>
    public int LabelAt(string label) => labels.GetValueOrDefault(label, -1);

    public int RowOf(uint hash) => rows.GetValueOrDefault(hash, -1);

    private List<Term> Vector(List<Gram> found)
    {
        var counts = new Dictionary<int, int>(found.Count);
        foreach (var gram in found)
            if (rows.TryGetValue(gram.Hash, out var row)) CollectionsMarshal.GetValueRefOrAddDefault(counts, row, out _)++;
        return Term.Normalised(counts, Idf);
    }

    /// <summary>Where the greatest probabilities are, greatest first.</summary>
    public static List<int> Best(double[] probabilities, int most)
    {
        var best = new List<int>(most + 1);
        for (var label = 0; label < probabilities.Length; label++)
        {
            var at = best.Count;
            while (at > 0 && probabilities[label] > probabilities[best[at - 1]]) at--;
            if (at >= most) continue;
            best.Insert(at, label);
            if (best.Count > most) best.RemoveAt(most);
        }
        return best;
    }

    /// <summary>target += row × by, a vector at a time.</summary>
    public static void Add(Span<float> target, ReadOnlySpan<float> row, float by)
    {
        var targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < targets.Length; i++) targets[i] += rows[i] * by;
    }
}

/// <summary>One known run of a text: its row in the model and its weight in the text.</summary>
internal readonly record struct Term(int Row, float Weight)
{
    /// <summary>Rare runs weigh more than common ones, repeated ones a little more than single ones.</summary>
    public static List<Term> Normalised(Dictionary<int, int> counts, float[] idf)
    {
        var terms = new List<Term>(counts.Count);
        var square = 0.0;
        foreach (var (row, count) in counts)
        {
            var weight = (1 + MathF.Log(count)) * idf[row];
            terms.Add(new Term(row, weight));
            square += weight * weight;
        }
        var length = (float)Math.Sqrt(square);
        for (var i = 0; i < terms.Count; i++) terms[i] = terms[i] with { Weight = terms[i].Weight / length };
        return terms;
    }
}
