namespace Cuobian.Matters.Words;

/// <summary>Trains, judges and calibrates: the whole way from labelled texts to a model with honest probabilities and figures.</summary>
internal sealed class ModelMaker(TrainingSettings settings)
{
    private const int Folds = 5;
    private readonly TextTrainer trainer = new(settings);

    /// <summary>A model of all the texts; temperature and figures come from models that had not seen the text they judge.</summary>
    public TextModel Make(IReadOnlyList<LabelledText> texts)
    {
        var judged = Judge(texts, Folds, []);
        return trainer.Train(texts).With(Calibration.Temperature(judged), FiguresOf(judged), LabelledText.Fingerprint(texts));
    }

    /// <summary>A model of all the texts whose temperature comes from a model that had not seen a fifth of them: two trainings instead of six.</summary>
    public TextModel Learn(IReadOnlyList<LabelledText> texts)
    {
        var reports = texts.Where(t => t.IsReport).ToArray();
        new Random(settings.Seed).Shuffle(reports);
        var unseen = reports.Take(reports.Length / Folds).ToHashSet(ReferenceEqualityComparer.Instance);
        var model = trainer.Train([.. texts.Where(t => !unseen.Contains(t))]);
        var judged = reports.Take(reports.Length / Folds).Select(text => Judged.By(model, text, 0)).ToList();
        return trainer.Train(texts).With(Calibration.Temperature(judged), null, LabelledText.Fingerprint(texts));
    }

    /// <summary>Figures by cross-validation: each report is judged by a model of the other folds and of all that is no report.</summary>
    public Figures Evaluate(IReadOnlyList<LabelledText> texts, int folds, IReadOnlyList<LabelledText>? beside = null) => FiguresOf(Judge(texts, folds, beside ?? []));

    /// <summary>How good a finished model is on texts it has not seen.</summary>
    public static Figures Figures(TextModel model, IEnumerable<LabelledText> unseen)
    {
        var card = new Scorecard();
        foreach (var judged in unseen.Select(text => Judged.By(model, text, 0))) card.Add(judged, model.Temperature);
        return card.Figures();
    }

    /// <param name="texts">What is judged; what is no report is only learned.</param>
    /// <param name="folds">How many parts.</param>
    /// <param name="beside">Texts that are only learned; none may be one of the judged in another shape.</param>
    private List<Judged> Judge(IReadOnlyList<LabelledText> texts, int folds, IReadOnlyList<LabelledText> beside)
    {
        var reports = texts.Where(t => t.IsReport).ToArray();
        List<LabelledText> rest = [.. texts.Where(t => !t.IsReport), .. beside];
        new Random(settings.Seed).Shuffle(reports);
        var judged = new List<Judged>(reports.Length);
        for (var fold = 0; fold < folds; fold++)
        {
            var others = rest.Concat(reports.Where((_, at) => at % folds != fold)).ToList();
            if (others.Count == 0) continue;
            var model = trainer.Train(others);
            judged.AddRange(reports.Where((_, at) => at % folds == fold).Select(text => Judged.By(model, text, fold)));
        }
        return judged;
    }

    /// <summary>The probabilities of each fold are calibrated on the other folds, so that nothing is judged by what it taught.</summary>
    private static Figures FiguresOf(List<Judged> judged)
    {
        var card = new Scorecard();
        foreach (var fold in judged.GroupBy(j => j.Fold))
        {
            var temperature = Calibration.Temperature([.. judged.Where(j => j.Fold != fold.Key)]);
            foreach (var one in fold) card.Add(one, temperature);
        }
        return card.Figures();
    }
}

/// <summary>What a model that had not seen a text made of it.</summary>
internal sealed record Judged(TextModel Model, float[] Scores, string Label, int Fold)
{
    public static Judged By(TextModel model, LabelledText text, int fold) => new(model, model.Scores(model.Vector(text.Text)), text.Label, fold);

    public double[] Probabilities(double temperature) => Model.Probabilities(Scores, temperature);

    public double Loss(double temperature)
    {
        var label = Model.LabelAt(Label);
        return label < 0 ? 0 : -Math.Log(Math.Max(1e-12, Probabilities(temperature)[label]));
    }
}

/// <summary>Finds the temperature at which the probabilities say most truly how often a guess is right.</summary>
internal static class Calibration
{
    /// <summary>Least loss over a ladder from sharp to soft, then a finer one around the best rung.</summary>
    public static double Temperature(IReadOnlyList<Judged> judged)
    {
        if (judged.Count == 0) return 1;
        var coarse = Best(judged, Enumerable.Range(0, 13).Select(step => 0.2 * Math.Pow(1.35, step)));
        return Best(judged, Enumerable.Range(-4, 9).Select(step => coarse * Math.Pow(1.06, step)));
    }

    private static double Best(IReadOnlyList<Judged> judged, IEnumerable<double> rungs) =>
        rungs.MinBy(rung => judged.Sum(one => one.Loss(rung)));
}
