using System.Globalization;
using Cuobian.Data;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>A unit in a list; the depth is how far it stands below the first of its chain that is listed.</summary>
public sealed record UnitRow(
    string Code, string Name, string Type, string TypeName, string Area, string? Parent, string? OfficePhone, string? Head, DateOnly From, DateOnly? To, int Depth);

/// <summary>An area below, and how many units lie in it.</summary>
public sealed record AreaCount(Area Area, int Units);

/// <summary>The units of an area, the way down, and the way up.</summary>
public sealed record UnitsView(string Area, IReadOnlyList<Area> Path, IReadOnlyList<AreaCount> Below, IReadOnlyList<UnitRow> Units, bool More, bool MayChange);

/// <summary>Shows the units of an area as a tree, or those below it that a search finds.</summary>
internal sealed class FindUnits(CuobianDb db, Reach reach, IPlaces places, TimeProvider time)
{
    public const int Most = 200;

    /// <summary>What to look for; with <paramref name="Past"/> the closed ones too.</summary>
    public sealed record Form(string? Area = null, string? Search = null, string? Type = null, bool Past = false);

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapGet("/units", async (string? area, string? search, string? type, bool? past, FindUnits find, CancellationToken ct) =>
            Results.Ok(await find.Run(new Form(area, search, type, past ?? false), ct))).WithSummary("Units of an area, or those below it that match.");

    public async Task<UnitsView> Run(Form form, CancellationToken ct)
    {
        var area = reach.At(form.Area);
        var (today, search) = (time.Today(), form.Search?.Trim() ?? "");
        var deep = search.Length > 0 || !string.IsNullOrEmpty(form.Type) || area.Length >= AreaCode.DigitsOf(AreaLevel.Community);
        var units = Under(area);
        if (!deep) units = units.Where(u => u.Area == area);
        if (!form.Past) units = units.Where(u => u.ValidTo == null || u.ValidTo > today);
        if (!string.IsNullOrEmpty(form.Type)) units = units.Where(u => u.Type == form.Type);
        if (search.Length > 0) units = units.Where(u => u.Name.Contains(search) || u.Code.Contains(search));
        var found = await units.OrderBy(u => u.Code).Take(Most + 1).ToListAsync(ct);
        return new UnitsView(area, reach.Path(area), await Below(area, today, ct), AsTree(await Rows(db, [.. found.Take(Most)], today, ct)), found.Count > Most, reach.MayChange(area));
    }

    private IQueryable<StoredUnit> Under(string area) => area.Length == 0 ? db.Units.AsNoTracking()
        : db.Units.AsNoTracking().Where(u => string.Compare(u.Area, area) >= 0 && string.Compare(u.Area, CuobianDb.After(area)) < 0);

    private async Task<List<AreaCount>> Below(string area, DateOnly today, CancellationToken ct)
    {
        var below = places.Below(area).Where(a => a.Level < AreaLevel.Grid).ToList();
        if (below.Count == 0) return [];
        var counts = await Under(area).Where(u => u.ValidTo == null || u.ValidTo > today).GroupBy(u => u.Area).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return [.. below.Select(a => new AreaCount(a, counts.Where(c => c.Key.StartsWith(a.Code, StringComparison.Ordinal)).Sum(c => c.Count)))];
    }

    /// <summary>The rows of stored units, with the names of their types and heads.</summary>
    internal static async Task<List<UnitRow>> Rows(CuobianDb db, IReadOnlyList<StoredUnit> units, DateOnly today, CancellationToken ct)
    {
        var codes = units.Select(u => u.Code).ToList();
        var types = await db.UnitTypes.AsNoTracking().ToDictionaryAsync(t => t.Code, ct);
        var heads = await db.Seats.AsNoTracking().Where(s => s.Heads && EF.Parameter(codes).Contains(s.Unit) && s.From <= today && (s.To == null || s.To > today)).ToListAsync(ct);
        var ids = heads.Select(h => h.Account).ToList();
        var names = (await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => a.Name);
        return [.. units.Select(u => new UnitRow(u.Code, u.Name, u.Type, types.TryGetValue(u.Type, out var type) ? NameOf(type) : u.Type, u.Area, u.Parent, u.OfficePhone,
            heads.FirstOrDefault(h => h.Unit == u.Code) is { } head ? names.GetValueOrDefault(head.Account) : null, u.ValidFrom, u.ValidTo, 0))];
    }

    internal static string NameOf(StoredUnitType type) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? type.Zh : type.En;

    /// <summary>Children come right after their parents.</summary>
    internal static List<UnitRow> AsTree(IReadOnlyList<UnitRow> rows)
    {
        var listed = rows.Select(r => r.Code).ToHashSet();
        var children = rows.Where(r => r.Parent is not null && listed.Contains(r.Parent)).ToLookup(r => r.Parent!);
        var tree = new List<UnitRow>();
        foreach (var root in rows.Where(r => r.Parent is null || !listed.Contains(r.Parent))) Grow(root, 0);
        return tree;

        void Grow(UnitRow row, int depth)
        {
            tree.Add(row with { Depth = depth });
            foreach (var child in children[row.Code]) Grow(child, depth + 1);
        }
    }
}
