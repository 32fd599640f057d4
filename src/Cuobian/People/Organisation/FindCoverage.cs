using Cuobian.Data;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Which estates to list.</summary>
public enum CoverageFilter { Gaps, Late, Nobody, Covered, All }

/// <summary>An estate in the list.</summary>
public sealed record EstateRow(Guid Id, string Name, string Community, string CommunityName, int? Households, string? Branch, string? Owner, DateOnly? Due, bool Late);

/// <summary>Figures of an area: estates, those with a branch, gaps that are late, and gaps nobody has yet.</summary>
public sealed record CoverageFigures(int Estates, int Covered, int Late, int Nobody)
{
    public int Gaps => Estates - Covered;

    public double Share => Estates == 0 ? 1 : (double)Covered / Estates;
}

/// <summary>Figures of one area below.</summary>
public sealed record CoverageOf(Area Area, CoverageFigures Figures);

/// <summary>How many units of one kind of the chain stand.</summary>
public sealed record ChainCount(string Type, string Name, int Units);

/// <summary>The coverage of an area.</summary>
public sealed record CoverageView(
    string Area, IReadOnlyList<Area> Path, CoverageFigures Figures, IReadOnlyList<CoverageOf> Below, IReadOnlyList<ChainCount> Chain, IReadOnlyList<EstateRow> Estates, bool More, bool MayChange);

/// <summary>Shows which estates have a party branch, and who closes which gap by when.</summary>
internal sealed class FindCoverage(CuobianDb db, Reach reach, IPlaces places, TimeProvider time)
{
    public const int Most = 200;

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapGet("/coverage", async (string? area, CoverageFilter? filter, FindCoverage find, CancellationToken ct) => Results.Ok(await find.Run(area, filter ?? CoverageFilter.Gaps, ct)))
            .WithSummary("Which estates have a party branch, with figures by area.");

    public async Task<CoverageView> Run(string? asked, CoverageFilter filter, CancellationToken ct)
    {
        var area = reach.At(asked);
        var today = time.Today();
        var estates = await db.Estates.AsNoTracking().Where(e => e.ValidTo == null && string.Compare(e.Community, area) >= 0 && string.Compare(e.Community, CuobianDb.After(area)) < 0).ToListAsync(ct);
        var wanted = estates.Where(e => filter switch
        {
            CoverageFilter.Gaps => e.IsGap,
            CoverageFilter.Late => e.IsLateOn(today),
            CoverageFilter.Nobody => e.IsGap && e.Owner is null,
            CoverageFilter.Covered => !e.IsGap,
            CoverageFilter.All => true,
        }).OrderBy(e => !e.IsGap).ThenBy(e => e.Due ?? DateOnly.MaxValue).ThenBy(e => e.Community, StringComparer.Ordinal).ThenBy(e => e.Name, StringComparer.Ordinal).ToList();
        var below = places.Below(area).Where(a => a.Level <= AreaLevel.Community)
            .Select(a => new CoverageOf(a, Figures([.. estates.Where(e => e.Community.StartsWith(a.Code, StringComparison.Ordinal))], today))).ToList();
        return new CoverageView(area, reach.Path(area), Figures(estates, today), below, await Chain(area, today, ct), await Rows([.. wanted.Take(Most)], today, ct), wanted.Count > Most, reach.MayChange(area));
    }

    private static CoverageFigures Figures(List<Estate> estates, DateOnly today) =>
        new(estates.Count, estates.Count(e => !e.IsGap), estates.Count(e => e.IsLateOn(today)), estates.Count(e => e.IsGap && e.Owner is null));

    private async Task<List<ChainCount>> Chain(string area, DateOnly today, CancellationToken ct)
    {
        var types = await db.UnitTypes.AsNoTracking().Where(t => t.Group == PartyChain.Group).ToDictionaryAsync(t => t.Code, ct);
        var counts = await db.Units.Where(u => EF.Parameter(PartyChain.Types).Contains(u.Type) && u.ValidFrom <= today && (u.ValidTo == null || u.ValidTo > today)
                && string.Compare(u.Area, area) >= 0 && string.Compare(u.Area, CuobianDb.After(area)) < 0)
            .GroupBy(u => u.Type).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return [.. PartyChain.Types.Where(types.ContainsKey).Select(t => new ChainCount(t, FindUnits.NameOf(types[t]), counts.GetValueOrDefault(t)))];
    }

    private async Task<List<EstateRow>> Rows(List<Estate> estates, DateOnly today, CancellationToken ct)
    {
        var owners = estates.Select(e => e.Owner).OfType<Guid>().Distinct().ToList();
        var names = (await db.Accounts.AsNoTracking().Where(a => owners.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => a.Name);
        var codes = estates.Select(e => e.Branch).OfType<string>().ToList();
        var branches = await db.Units.Where(u => EF.Parameter(codes).Contains(u.Code)).ToDictionaryAsync(u => u.Code, u => u.Name, ct);
        return [.. estates.Select(e => new EstateRow(e.Id, e.Name, e.Community, places.Recall(e.Community)?.Name ?? e.Community, e.Households,
            e.Branch is { } branch ? branches[branch] : null, e.Owner is { } owner ? names.GetValueOrDefault(owner) : null, e.Due, e.IsLateOn(today)))];
    }
}
