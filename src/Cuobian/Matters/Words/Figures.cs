namespace Cuobian.Matters.Words;

/// <summary>How good guesses were on texts that were not in the training.</summary>
/// <param name="Texts">How many texts were judged.</param>
/// <param name="Top1">Share of texts whose first guess was right.</param>
/// <param name="Top3">Share of texts with the right label among the first three.</param>
/// <param name="MacroF1">F1 of each label, averaged over the labels.</param>
/// <param name="CalibrationError">By how much the probability of the first guess was off, on average over ten steps of probability.</param>
internal sealed record Figures(int Texts, double Top1, double Top3, double MacroF1, double CalibrationError)
{
    public bool IsNoWorseThan(Figures other) => Top1 > other.Top1 || (Top1 == other.Top1 && Top3 >= other.Top3);

    public override string ToString() => FormattableString.Invariant(
        $"{Texts} texts: top-1 {Top1:0.000}, top-3 {Top3:0.000}, macro F1 {MacroF1:0.000}, calibration error {CalibrationError:0.000}");
}

/// <summary>Counts right and wrong guesses and makes figures of them.</summary>
internal sealed class Scorecard
{
    private readonly Dictionary<string, (int Right, int Said, int Is)> labels = [];
    private readonly (int Count, double Claimed, int Right)[] steps = new (int, double, int)[10];
    private int texts, first, third;

    public void Add(Judged judged, double temperature)
    {
        texts++;
        var probabilities = judged.Probabilities(temperature);
        var best = TextModel.Best(probabilities, 3);
        var probability = probabilities[best[0]];
        var (label, guess) = (judged.Label, judged.Model.Labels[best[0]]);
        var right = guess == label;
        if (right) first++;
        if (best.Any(at => judged.Model.Labels[at] == label)) third++;
        Count(label, right ? 1 : 0, 0, 1);
        Count(guess, 0, 1, 0);
        ref var step = ref steps[Math.Min(9, (int)(probability * 10))];
        step = (step.Count + 1, step.Claimed + probability, step.Right + (right ? 1 : 0));
    }

    public Figures Figures() => new(texts, Share(first), Share(third),
        labels.Values.Where(l => l.Is > 0).Select(l => 2.0 * l.Right / (l.Said + l.Is)).DefaultIfEmpty().Average(),
        steps.Sum(s => Math.Abs(s.Claimed - s.Right)) / Math.Max(1, texts));

    private double Share(int count) => texts == 0 ? 0 : (double)count / texts;

    private void Count(string label, int right, int said, int @is)
    {
        var known = labels.GetValueOrDefault(label);
        labels[label] = (known.Right + right, known.Said + said, known.Is + @is);
    }
}
