using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Words;

/// <summary>
/// Trains the next model from what ships and what staff chose, judges it and the model in use by decisions neither has seen,
/// and switches it in only when it is no worse. Texts kept back once are kept back for ever, so versions stay comparable.
/// </summary>
internal sealed class TrainModel(CuobianDb db, Actor actor, TimeProvider time, FindDecisions decisions, Classifier classifier, ModelInUse inUse, IActLedger acts)
{
    /// <summary>Fewer judged texts than this prove nothing.</summary>
    public const int LeastJudged = 20;

    /// <summary>What came of a training.</summary>
    public sealed record Answer(int Version, bool SwitchedIn, int Decisions, Figures Figures, Figures Before);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/categories/models", async (TrainModel train, CancellationToken ct) => Results.Ok(await train.Run([], ct)))
            .WithTags("Categories").WithSummary("Train the next model from what staff chose; it is switched in only when it is no worse on texts kept back.");

    /// <param name="more">Labelled texts beside the decisions of staff.</param>
    /// <param name="ct">Ends it without a trace.</param>
    public async Task<Answer> Run(IReadOnlyList<LabelledText> more, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Model);
        List<LabelledText> chosen = [.. (await decisions.Run(ct)).Concat(more).DistinctBy(t => t.Text)];
        var judges = chosen.Where(t => t.IsHeldBack).ToList();
        Refused.If(judges.Count < LeastJudged, "matters.model_too_few", LeastJudged * 5, chosen.Count);

        var given = chosen.Select(t => t.Text).ToHashSet();
        var model = new ModelMaker(new TrainingSettings()).Learn([.. ShippedTexts.All().Where(t => !given.Contains(t.Text)), .. chosen.Where(t => !t.IsHeldBack)]);
        var (figures, before) = (ModelMaker.Figures(model, judges), ModelMaker.Figures(classifier.Model, judges));
        var answer = await Store(model, chosen.Count, figures, before, ct);
        await inUse.Follow(db, ct);
        return answer;
    }

    private Task<Answer> Store(TextModel model, int learned, Figures figures, Figures before, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        db.TellWhenStored(ModelInUse.Changed);
        var now = time.GetUtcNow();
        var version = 1 + (await db.Set<StoredModel>().MaxAsync(m => (int?)m.Version, ct) ?? 0);
        var better = figures.IsNoWorseThan(before);
        if (better) await db.Set<StoredModel>().Where(m => m.InUse).ExecuteUpdateAsync(set => set.SetProperty(m => m.InUse, false), ct);
        db.Add(new StoredModel
        {
            Id = Guid.CreateVersion7(now),
            Version = version,
            At = now,
            By = actor.Account,
            Content = ModelFile.Write(model.With(model.Temperature, figures, model.TrainedOn)),
            InUse = better,
            Decisions = learned,
            Judged = figures.Texts,
            Top1 = figures.Top1,
            Top3 = figures.Top3,
            MacroF1 = figures.MacroF1,
            CalibrationError = figures.CalibrationError,
            BeforeTop1 = before.Top1,
            BeforeTop3 = before.Top3,
        });
        await db.SaveChangesAsync(ct);
        await acts.Write("model_trained", $"model:{version}", new { version, switchedIn = better, figures.Top1, before = before.Top1 }, ct);
        return new Answer(version, better, learned, figures, before);
    }, ct);
}
