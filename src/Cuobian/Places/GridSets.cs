using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places;

/// <summary>Questions about stored grids that several use cases ask.</summary>
internal static class GridSets
{
    extension(CuobianDb db)
    {
        public IQueryable<Grid> GridsToday => db.Set<Grid>().Where(g => g.ValidTo == null);

        /// <summary>Those of the codes that some grid has or had.</summary>
        public Task<List<string>> UsedGridCodes(IReadOnlyCollection<string> codes, CancellationToken ct) =>
            db.Set<Grid>().Where(g => EF.Parameter(codes).Contains(g.Code)).Select(g => g.Code).Distinct().ToListAsync(ct);
    }

    /// <summary>A grid code and a name as they must be, by themselves.</summary>
    public static void Check(string code, string name, string field, List<Fault> faults)
    {
        if (code.Length == 0) faults.Add(new Fault($"{field}.code", "required"));
        else if (AreaCode.LevelOf(code) is not AreaLevel.Grid) faults.Add(new Fault($"{field}.code", "places.grid_code", code));
        PlaceName.Check(name, $"{field}.name", faults);
    }
}
