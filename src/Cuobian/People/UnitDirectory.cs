using System.Collections.Frozen;
using Cuobian.Data;
using Cuobian.Data.Live;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>All units in memory, swapped whole when they change.</summary>
internal sealed class UnitDirectory(TimeProvider time) : IUnits
{
    /// <summary>Tells every node that units are not as they were.</summary>
    public static readonly Signal Changed = new("units", "");
    private readonly Remembered<Snapshot> units = new(new([], []));

    public IReadOnlyList<UnitType> Types => Known.Types;

    private Snapshot Known => units.Now;

    public Task Load(CuobianDb db, CancellationToken ct) => units.Read(async () => new Snapshot(
        await db.Units.AsNoTracking().OrderBy(u => u.Code).ToListAsync(ct),
        await db.UnitTypes.AsNoTracking().OrderBy(t => t.Code).ToListAsync(ct)));

    public Unit? Find(string code) =>
        Known.ByCode.TryGetValue(code, out var dated) && dated.IsValidOn(Today()) ? dated.Unit : null;

    public Unit? Recall(string code) => Known.ByCode.GetValueOrDefault(code)?.Unit;

    public Unit? Nearest(string type, string area) => Above(type, area).LastOrDefault();

    public Unit? Owner(string type, string area)
    {
        var serving = Above(type, area);
        return serving.FirstOrDefault(u => u.Level == AreaLevel.County)
            ?? serving.FirstOrDefault(u => u.Level == AreaLevel.City)
            ?? serving.FirstOrDefault(u => u.Level > AreaLevel.County);
    }

    public IReadOnlyList<Unit> Serving(string area, int atMost)
    {
        var (known, today, found) = (Known, Today(), new List<Unit>());
        foreach (var depth in known.ByDepth)
        {
            var here = depth.Below(area[..Math.Min(area.Length, depth.Digits)]);
            List<Unit> valid = [.. here.SelectMany(d => d).Where(d => d.IsValidOn(today) && !known.Party.Contains(d.Unit.Type)).Select(d => d.Unit)];
            if (found.Count + valid.Count > atMost) break;
            found.AddRange(valid);
        }
        return found;
    }

    public string? TypeFor(string categoryCode) => Known.TypeByCategory.GetValueOrDefault(categoryCode);

    /// <summary>Units of the type whose area contains the given one, the widest first.</summary>
    private List<Unit> Above(string type, string area)
    {
        var today = Today();
        var found = new List<Unit>();
        for (var length = 0; length <= area.Length; length++)
            if (Known.ByPlace.TryGetValue((type, area[..length]), out var here) && here.FirstOrDefault(d => d.IsValidOn(today)) is { } dated)
                found.Add(dated.Unit);
        return found;
    }

    private DateOnly Today() => time.Today();

    /// <summary>A unit and the days it exists.</summary>
    private sealed record Dated(Unit Unit, DateOnly From, DateOnly? To)
    {
        public bool IsValidOn(DateOnly day) => From <= day && (To is null || day < To);
    }

    /// <summary>The units of all areas with so many digits; areas that begin alike stand together.</summary>
    private sealed record Depth(int Digits, string[] Areas, Dated[][] Units)
    {
        public static Depth Of(int digits, IEnumerable<Dated> units)
        {
            var byArea = units.GroupBy(d => d.Unit.Area).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
            return new(digits, [.. byArea.Select(g => g.Key)], [.. byArea.Select(g => g.ToArray())]);
        }

        public ArraySegment<Dated[]> Below(string prefix)
        {
            var first = First(prefix);
            return new(Units, first, First(CuobianDb.After(prefix)) - first);
        }

        private int First(string area) => Array.BinarySearch(Areas, area, StringComparer.Ordinal) is var at && at >= 0 ? at : ~at;
    }

    /// <summary>One consistent picture of all units and types, ready to be asked.</summary>
    private sealed class Snapshot(IReadOnlyList<StoredUnit> units, IReadOnlyList<StoredUnitType> types)
    {
        public IReadOnlyList<Dated> All { get; } = [.. units.Select(u => new Dated(u.Facts, u.ValidFrom, u.ValidTo))];

        /// <summary>The widest first.</summary>
        public IReadOnlyList<Depth> ByDepth => field ??= [.. All.GroupBy(d => d.Unit.Area.Length).OrderBy(g => g.Key).Select(g => Depth.Of(g.Key, g))];

        public FrozenDictionary<string, Dated> ByCode => field ??= All.ToFrozenDictionary(d => d.Unit.Code);

        public FrozenDictionary<(string Type, string Area), List<Dated>> ByPlace => field ??=
            All.GroupBy(d => (d.Unit.Type, d.Unit.Area)).ToFrozenDictionary(g => g.Key, g => g.ToList());

        /// <summary>Types of the party's own chain: their units lead no matters.</summary>
        public FrozenSet<string> Party { get; } = types.Where(t => t.Group == PartyChain.Group).Select(t => t.Code).ToFrozenSet();

        public IReadOnlyList<UnitType> Types { get; } = [.. types.Select(t => t.Facts)];

        public FrozenDictionary<string, string> TypeByCategory { get; } =
            types.SelectMany(t => t.Owns, (t, category) => (category, t.Code)).ToFrozenDictionary(p => p.category, p => p.Code);
    }
}
