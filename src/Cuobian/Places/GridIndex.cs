using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index;
using NetTopologySuite.Index.Strtree;

namespace Cuobian.Places;

/// <summary>Finds the grid of a point. Built once and never changed, so any number of threads may ask.</summary>
internal sealed class GridIndex
{
    /// <summary>How far outside every grid a point may lie and still count to the nearest.</summary>
    public const double NearMeters = 50;

    private readonly GridCell[] cells;
    private readonly GridShape[] shapes;
    private readonly STRtree<GridCell> tree = new();

    public GridIndex(IEnumerable<GridCell> grids)
    {
        cells = [.. grids.OrderBy(c => c.Grid.Code, StringComparer.Ordinal)];
        shapes = [.. cells.Select(c => c.Shape)];
        foreach (var cell in cells) tree.Insert(cell.Box, cell);
        tree.Build();
    }

    public int Count => cells.Length;

    /// <summary>The grid that covers the point (on a border the lowest code of those that do), else the nearest within reach.</summary>
    public (GridCell Cell, double Meters)? Locate(GeoPoint point)
    {
        var covering = new Covering(point.Lon, point.Lat);
        tree.Query(new Envelope(point.Lon, point.Lon, point.Lat, point.Lat), covering);
        return covering.Found is { } inside ? (inside, 0) : Nearest(point);
    }

    /// <summary>The grids whose code begins so, by code.</summary>
    public IReadOnlyList<GridCell> Below(string prefix) => Part(cells, prefix);

    /// <summary>Their shapes, in the same order.</summary>
    public IReadOnlyList<GridShape> Shapes(string prefix) => Part(shapes, prefix);

    private ArraySegment<T> Part<T>(T[] all, string prefix)
    {
        var (first, end) = (First(prefix), First(prefix + char.MaxValue));
        return new ArraySegment<T>(all, first, end - first);
    }

    /// <summary>Where codes begin that do not come before this one.</summary>
    private int First(string code)
    {
        int low = 0, high = cells.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(cells[middle].Grid.Code, code) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private (GridCell, double)? Nearest(GeoPoint point)
    {
        var north = NearMeters * 1.01 / LocalMetres.PerDegree;
        var east = Math.Min(north / Math.Max(Math.Cos(point.Lat * Math.PI / 180), 1e-9), 180);
        var nearest = new NearestTo(point.Lon, point.Lat);
        tree.Query(new Envelope(point.Lon - east, point.Lon + east, point.Lat - north, point.Lat + north), nearest);
        return nearest is { Found: { } found, Meters: <= NearMeters } ? (found, nearest.Meters) : null;
    }

    private static bool Before(GridCell one, GridCell? other) =>
        other is null || string.CompareOrdinal(one.Grid.Code, other.Grid.Code) < 0;

    private sealed class Covering(double lon, double lat) : IItemVisitor<GridCell>
    {
        public GridCell? Found { get; private set; }

        public void VisitItem(GridCell cell)
        {
            if (Before(cell, Found) && cell.Covers(lon, lat)) Found = cell;
        }
    }

    private sealed class NearestTo(double lon, double lat) : IItemVisitor<GridCell>
    {
        public GridCell? Found { get; private set; }

        public double Meters { get; private set; } = double.MaxValue;

        public void VisitItem(GridCell cell)
        {
            var meters = cell.MetersTo(lon, lat);
            if (meters > Meters || (meters == Meters && !Before(cell, Found))) return;
            (Found, Meters) = (cell, meters);
        }
    }
}
