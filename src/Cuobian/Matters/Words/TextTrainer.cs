using System.Runtime.InteropServices;

namespace Cuobian.Matters.Words;

/// <summary>How a model is trained; the same texts in the same order with the same settings make the same model.</summary>
internal sealed record TrainingSettings
{
    public int Seed { get; init; } = 20260316;

    public int Epochs { get; init; } = 25;

    /// <summary>The step of the first pass; later passes take smaller ones.</summary>
    public float Rate { get; init; } = 3f;

    /// <summary>How much the mean of a label's texts counts beside what was learned from its errors.</summary>
    public float Centroid { get; init; } = 6f;

    /// <summary>Share of certainty given to all labels alike, against trusting single examples too much.</summary>
    public float Smoothing { get; init; } = 0.1f;

    /// <summary>A run must occur in this many texts; 0 lets the number of texts decide.</summary>
    public int LeastTexts { get; init; }
}

/// <summary>Trains a model: softmax regression by stochastic gradient descent, with the labels' mean vectors added to its weights.</summary>
internal sealed class TextTrainer(TrainingSettings settings)
{
    public TextModel Train(IReadOnlyList<LabelledText> texts)
    {
        var labels = texts.Select(t => t.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var index = labels.Select((label, at) => (label, at)).ToDictionary(l => l.label, l => l.at);
        var (hashes, idf, vectors) = Vectors(texts);
        var width = TextModel.WidthFor(labels.Count);
        var samples = texts.Select((text, at) => new Sample(vectors[at], index[text.Label], text.Weight)).ToArray();
        var model = new TextModel(labels, hashes, idf, new float[hashes.Length * width], new float[width]);
        Descend(model, samples);
        AddCentroids(model, samples);
        return model;
    }

    private (uint[] Hashes, float[] Idf, List<Term>[] Vectors) Vectors(IReadOnlyList<LabelledText> texts)
    {
        var least = settings.LeastTexts > 0 ? settings.LeastTexts : texts.Count > 200 ? 2 : 1;
        var rows = new Dictionary<uint, int>();
        var documents = new List<int>();
        var counted = new List<Dictionary<int, int>>(texts.Count);
        var found = new List<Gram>();
        foreach (var text in texts)
        {
            Grams.Cut(Grams.Plain(text.Text), found);
            var counts = new Dictionary<int, int>(found.Count);
            foreach (var gram in found)
            {
                if (!rows.TryGetValue(gram.Hash, out var row))
                {
                    rows[gram.Hash] = row = documents.Count;
                    documents.Add(0);
                }
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, row, out var seen);
                if (!seen) documents[row]++;
                count++;
            }
            counted.Add(counts);
        }
        return Kept(rows, documents, counted, least);
    }

    /// <summary>Leaves out the runs that occur in too few texts and numbers the rest anew.</summary>
    private static (uint[] Hashes, float[] Idf, List<Term>[] Vectors) Kept(
        Dictionary<uint, int> rows, List<int> documents, List<Dictionary<int, int>> counted, int least)
    {
        var renamed = new int[documents.Count];
        var kept = rows.Where(r => documents[r.Value] >= least).OrderBy(r => r.Value).ToArray();
        Array.Fill(renamed, -1);
        for (var i = 0; i < kept.Length; i++) renamed[kept[i].Value] = i;
        var idf = Array.ConvertAll(kept, r => 1 + MathF.Log((counted.Count + 1f) / (documents[r.Value] + 1f)));
        var vectors = counted.Select(counts => Term.Normalised(
            counts.Where(c => renamed[c.Key] >= 0).ToDictionary(c => renamed[c.Key], c => c.Value), idf)).ToArray();
        return (Array.ConvertAll(kept, r => r.Key), idf, vectors);
    }

    private void Descend(TextModel model, Sample[] samples)
    {
        var random = new Random(settings.Seed);
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            random.Shuffle(samples);
            var rate = settings.Rate / (1 + 4f * epoch / settings.Epochs);
            foreach (var sample in samples) Step(model, sample, rate * sample.Weight);
        }
    }

    private void Step(TextModel model, Sample sample, float rate)
    {
        var scores = model.Scores(sample.Vector);
        var probabilities = model.Probabilities(scores);
        var even = settings.Smoothing / probabilities.Length;
        var pull = new float[model.Width];
        for (var label = 0; label < probabilities.Length; label++)
            pull[label] = (label == sample.Label ? 1 - settings.Smoothing + even : even) - (float)probabilities[label];
        foreach (var term in sample.Vector) TextModel.Add(model.Weights.AsSpan(term.Row * model.Width, model.Width), pull, rate * term.Weight);
        TextModel.Add(model.Bias, pull, rate * 0.01f);
    }

    private void AddCentroids(TextModel model, Sample[] samples)
    {
        if (settings.Centroid == 0) return;
        foreach (var group in samples.GroupBy(s => s.Label))
        {
            var mean = new Dictionary<int, float>();
            foreach (var sample in group)
                foreach (var term in sample.Vector) CollectionsMarshal.GetValueRefOrAddDefault(mean, term.Row, out _) += term.Weight * sample.Weight;
            var length = MathF.Sqrt(mean.Values.Sum(v => v * v));
            if (length == 0) continue;
            foreach (var (row, value) in mean) model.Weights[row * model.Width + group.Key] += settings.Centroid * value / length;
        }
    }

    private sealed record Sample(List<Term> Vector, int Label, float Weight);
}
