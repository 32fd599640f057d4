using System.Collections.Concurrent;
using Cuobian.Places.Contracts;

namespace Cuobian.Places;

/// <summary>One edition of all places in memory: tree and borders that belong together. It never changes; a newer one takes its place.</summary>
internal sealed class Atlas
{
    private readonly Dictionary<string, Area> today;
    private readonly Dictionary<string, Area> ended;
    private readonly Dictionary<string, Area[]> below;
    private readonly ConcurrentDictionary<AreaLevel, Lazy<GridShape[]>> outlines = new();

    public Atlas(int edition, IEnumerable<Area> areas, IEnumerable<Area> ended, IEnumerable<GridCell> cells)
    {
        Edition = edition;
        Grids = new GridIndex(cells);
        today = areas.Concat(Grids.Below("").Select(c => c.Grid)).ToDictionary(a => a.Code);
        this.ended = ended.GroupBy(a => a.Code).ToDictionary(g => g.Key, g => g.Last());
        below = today.Values
            .GroupBy(a => a.Parent is { } parent && today.ContainsKey(parent) ? parent : "")
            .ToDictionary(g => g.Key, g => g.OrderBy(a => a.Code, StringComparer.Ordinal).ToArray());
    }

    public static Atlas Empty { get; } = new(-1, [], [], []);

    public int Edition { get; }

    public GridIndex Grids { get; }

    /// <summary>From the top down as long as there is only one way to go.</summary>
    public string Root
    {
        get
        {
            var root = "";
            while (Below(root) is [{ Level: < AreaLevel.Grid } only]) root = only.Code;
            return root;
        }
    }

    public Area? Find(string code) => today.GetValueOrDefault(code);

    public Area? Recall(string code) => Find(code) ?? ended.GetValueOrDefault(code);

    public IReadOnlyList<Area> Path(string code) => [.. AreaCode.PathOf(code).Select(Recall).OfType<Area>()];

    public IReadOnlyList<Area> Below(string code) => below.GetValueOrDefault(code) ?? [];

    /// <summary>Drawn when first asked for, then kept as long as the edition.</summary>
    public IReadOnlyList<GridShape> Outlines(string prefix, AreaLevel level) =>
        [.. outlines.GetOrAdd(level, l => new Lazy<GridShape[]>(() => Draw(l))).Value.Where(shape => shape.Code.StartsWith(prefix, StringComparison.Ordinal))];

    private GridShape[] Draw(AreaLevel level) =>
        [.. Grids.Below("").GroupBy(cell => today.GetValueOrDefault(cell.Grid.Code[..AreaCode.DigitsOf(level)])).Where(grids => grids.Key is not null).Select(grids => JoinedGround.Of(grids.Key!, grids))];
}
