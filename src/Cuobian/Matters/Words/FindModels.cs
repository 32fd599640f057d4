using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Words;

/// <summary>Lists the versions of the model with what they were judged by.</summary>
internal sealed class FindModels(CuobianDb db, Actor actor, IAccounts accounts, FindDecisions decisions)
{
    public sealed record Version(int Number, DateTimeOffset? At, string? By, bool InUse, int Decisions, int Judged, double Top1, double Top3, double MacroF1, double CalibrationError, double BeforeTop1, double BeforeTop3);

    /// <summary>The versions, newest first, the shipped one last, and how many decisions a training would learn from today.</summary>
    public sealed record Answer(IReadOnlyList<Version> Versions, int Decisions, bool Enough);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/categories/models", async (FindModels find, CancellationToken ct) => Results.Ok(await find.Run(ct)))
            .WithTags("Categories").WithSummary("Versions of the model that suggests categories, and how good each was on texts kept back.");

    public async Task<Answer> Run(CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Model);
        var stored = await db.Set<StoredModel>().AsNoTracking().OrderByDescending(m => m.Version).Take(100)
            .Select(m => new { m.Version, m.At, m.By, m.InUse, m.Decisions, m.Judged, m.Top1, m.Top3, m.MacroF1, m.CalibrationError, m.BeforeTop1, m.BeforeTop3 }).ToListAsync(ct);
        var names = await accounts.NamesOf([.. stored.Select(m => m.By).OfType<Guid>().Distinct()], ct);
        var shipped = Classifier.Shipped.Figures!;
        var chosen = await decisions.Run(ct);
        return new Answer(
        [
            .. stored.Select(m => new Version(m.Version, m.At, m.By is { } by ? names.GetValueOrDefault(by) : null, m.InUse, m.Decisions, m.Judged, m.Top1, m.Top3, m.MacroF1, m.CalibrationError, m.BeforeTop1, m.BeforeTop3)),
            new Version(0, null, null, stored.All(m => !m.InUse), 0, shipped.Texts, shipped.Top1, shipped.Top3, shipped.MacroF1, shipped.CalibrationError, 0, 0),
        ], chosen.Count, chosen.Count(t => t.IsHeldBack) >= TrainModel.LeastJudged);
    }
}

/// <summary>Once a day the house trains by itself when staff decided enough since the last time.</summary>
internal sealed class TrainByItself(IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<TrainByItself> log)
    : Recurring(TimeSpan.FromDays(1), scopes, readiness, time, log)
{
    private const int EnoughNew = 200;

    protected override async Task Run(IServiceProvider scope, CancellationToken ct)
    {
        var learned = await scope.GetRequiredService<CuobianDb>().Set<StoredModel>().OrderByDescending(m => m.Version).Select(m => m.Decisions).FirstOrDefaultAsync(ct);
        var found = await scope.GetRequiredService<FindModels>().Run(ct);
        if (found.Enough && found.Decisions >= Math.Min(learned + EnoughNew, FindDecisions.Most) && found.Decisions > learned) await scope.GetRequiredService<TrainModel>().Run([], ct);
    }
}
