using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.IO;

namespace Cuobian.Places;

/// <summary>Answers questions about places from the current edition in memory, and loads the next one.</summary>
internal sealed class PlacesMap : IPlaces, IDisposable
{
    private readonly SemaphoreSlim loading = new(1, 1);
    private volatile Atlas atlas = Atlas.Empty;

    /// <summary>The current edition; who asks twice about one thing asks the same edition.</summary>
    public Atlas Now => atlas;

    public Located? Locate(GeoPoint point) =>
        Now.Grids.Locate(point) is { } found ? new Located(found.Cell.Grid, found.Meters) : null;

    public string Root => Now.Root;

    public Area? Find(string code) => Now.Find(code);

    public Area? Recall(string code) => Now.Recall(code);

    public IReadOnlyList<Area> Path(string code) => Now.Path(code);

    public IReadOnlyList<Area> Below(string code) => Now.Below(code);

    public IReadOnlyList<GridShape> Shapes(string prefix) => Now.Grids.Shapes(prefix);

    public IReadOnlyList<GridShape> Outlines(string prefix, AreaLevel level) => Now.Outlines(prefix, level);

    /// <summary>Loads what the database holds now and puts it in place in one step.</summary>
    public async Task Reload(CuobianDb db, CancellationToken ct)
    {
        await loading.WaitAsync(ct);
        try
        {
            // The edition is read first: when somebody commits in between, the next look sees that it is out of date.
            var edition = await db.PlacesEdition(ct);
            var areas = db.Set<AreaVersion>().AsNoTracking();
            var grids = db.Set<Grid>().AsNoTracking();
            var today = await areas.Where(a => a.ValidTo == null).Select(a => new Area(a.Code, a.Name, a.Level, a.Parent)).ToListAsync(ct);
            var ended = await areas.Where(a => a.ValidTo != null).OrderBy(a => a.ValidTo).Select(a => new Area(a.Code, a.Name, a.Level, a.Parent))
                .ToListAsync(ct);
            var gone = await grids.Where(g => g.ValidTo != null).OrderBy(g => g.ValidTo).Select(g => new { g.Code, g.Name, g.Community })
                .ToListAsync(ct);
            atlas = new Atlas(edition, today,
                ended.Concat(gone.Select(g => new Area(g.Code, g.Name, AreaLevel.Grid, g.Community))),
                await Cells(grids, ct));
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose() => loading.Dispose();

    private static async Task<List<GridCell>> Cells(IQueryable<Grid> grids, CancellationToken ct)
    {
        var reader = new WKBReader();
        var cells = new List<GridCell>();
        var rows = grids.Where(g => g.ValidTo == null).Select(g => new { g.Code, g.Name, g.Border }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct)) cells.Add(new GridCell(row.Code, row.Name, reader.Read(row.Border)));
        return cells;
    }
}
