using System.Text.Json;
using Cuobian.Kernel;

namespace Cuobian.Demo;

/// <summary>
/// The ground of the demo town: a bent lattice of about 500 grids over six communities. Neighbours share their corners
/// exactly, so there are no gaps and no overlaps. It lies in the open sea: nobody lives there.
/// </summary>
internal sealed class TownMap
{
    public const int Columns = 24, Rows = 22;
    private const int BlockColumns = 8, BlockRows = 11;
    private static readonly GeoPoint Corner = new(23.900, 118.300);
    private const double CellDegrees = 0.0032;

    /// <summary>Three communities side by side, in two rows from south to north.</summary>
    private static readonly string[] Communities =
        ["359921100201", "359921100202", "359921200201", "359902001001", "359902001002", "359902002001"];

    private static readonly string[] Dedicated = ["中心小学", "卫生院", "农贸市场", "长途车站", "工业园", "滨海公园"];

    private readonly GeoPoint[,] corners = new GeoPoint[Columns + 1, Rows + 1];

    public TownMap(int seed)
    {
        var random = new Random(seed);
        for (var column = 0; column <= Columns; column++)
            for (var row = 0; row <= Rows; row++)
            {
                // Corners wander; around the old town the cells are smaller, and the whole coast is bent like a real one.
                var x = Bent(column / (double)Columns) * Columns + (random.NextDouble() - 0.5) * 0.5;
                var y = Bent(row / (double)Rows) * Rows + (random.NextDouble() - 0.5) * 0.5;
                (x, y) = (x + 1.3 * Math.Sin(y / Rows * 4.2 + 0.6), y + 1.1 * Math.Sin(x / Columns * 5.1));
                x = Columns / 2.0 + (x - Columns / 2.0) * (0.8 + 0.2 * Math.Cos((y / Rows - 0.5) * Math.PI));
                corners[column, row] = new GeoPoint(Math.Round(Corner.Lat + y * CellDegrees * 0.92, 6), Math.Round(Corner.Lon + x * CellDegrees, 6));
            }
    }

    /// <summary>Borders of the communities as GeoJSON.</summary>
    public byte[] Outlines() => Collection(Communities.Index().Select(c =>
        (c.Item, "", (IReadOnlyList<GeoPoint>)Around(c.Index % 3 * BlockColumns, c.Index / 3 * BlockRows, BlockColumns, BlockRows))));

    /// <summary>Borders of the grids as GeoJSON: one a cell, and in each community two cells together as a dedicated grid.</summary>
    public byte[] Grids() => Collection(Communities.Index().SelectMany(c => GridsOf(c.Item, c.Index)));

    private IEnumerable<(string, string, IReadOnlyList<GeoPoint>)> GridsOf(string community, int at)
    {
        var (left, bottom) = (at % 3 * BlockColumns, at / 3 * BlockRows);
        var serial = 0;
        for (var row = 0; row < BlockRows; row++)
            for (var column = 0; column < BlockColumns; column++)
            {
                var special = row == 5 && column == 3;
                if (row == 5 && column == 4) continue;
                yield return special
                    ? ($"{community}901", $"{Dedicated[at]}专属网格", Around(left + column, bottom + row, 2, 1))
                    : ($"{community}{++serial:D3}", $"第{serial:D2}网格", Around(left + column, bottom + row, 1, 1));
            }
    }

    /// <summary>The corners around a block of cells, once around and closed.</summary>
    private List<GeoPoint> Around(int left, int bottom, int width, int height)
    {
        var ring = new List<GeoPoint>();
        for (var x = 0; x < width; x++) ring.Add(corners[left + x, bottom]);
        for (var y = 0; y < height; y++) ring.Add(corners[left + width, bottom + y]);
        for (var x = width; x > 0; x--) ring.Add(corners[left + x, bottom + height]);
        for (var y = height; y > 0; y--) ring.Add(corners[left, bottom + y]);
        ring.Add(ring[0]);
        return ring;
    }

    private static double Bent(double share) => share + 0.06 * Math.Sin(2 * Math.PI * share);

    private static byte[] Collection(IEnumerable<(string Code, string Name, IReadOnlyList<GeoPoint> Ring)> features) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "FeatureCollection",
        features = features.Select(f => new
        {
            type = "Feature",
            properties = new { code = f.Code, name = f.Name },
            geometry = new { type = "Polygon", coordinates = new[] { f.Ring.Select(p => new[] { p.Lon, p.Lat }) } },
        }),
    });
}
