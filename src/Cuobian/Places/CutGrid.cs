using System.Globalization;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace Cuobian.Places;

/// <summary>Splits a grid along a line drawn across it: works out the two parts and gives them to the split.</summary>
internal sealed class CutGrid(CuobianDb db, Actor actor, SplitGrid split)
{
    /// <summary>The line as longitude and latitude in turn, and what its two sides are called from now on.</summary>
    internal sealed class Form
    {
        public string? Line { get; set; }
        public string? FirstCode { get; set; }
        public string? FirstName { get; set; }
        public string? SecondCode { get; set; }
        public string? SecondName { get; set; }
    }

    public async Task<SplitGrid.Outcome?> Run(string code, Form form, CancellationToken ct)
    {
        actor.Require(PlacesPermissions.Edit, code);
        var line = LineOf(form.Line);
        if (await db.GridsToday.AsNoTracking().SingleOrDefaultAsync(g => g.Code == code, ct) is not { } grid) return null;
        var sides = Sides(grid.Shape(), line);
        Refused.If(sides.Count != 2, "places.cut_not_across", code);
        return await split.Run(code, new SplitGrid.Form
        {
            Parts = [Part(form.FirstCode, form.FirstName, sides[0]), Part(form.SecondCode, form.SecondName, sides[1])],
        }, ct);
    }

    /// <summary>The pieces of a ground that a line leaves, the western one first.</summary>
    internal static List<Geometry> Sides(Geometry ground, LineString line)
    {
        var polygonizer = new Polygonizer();
        polygonizer.Add(OverlayNGRobust.Overlay(ground.Boundary, line, NetTopologySuite.Operation.Overlay.SpatialFunction.Union));
        return [.. polygonizer.GetPolygons().Where(piece => ground.Contains(piece.PointOnSurface)).OrderBy(piece => piece.Centroid.X).ThenBy(piece => piece.Centroid.Y)];
    }

    /// <summary>Numbers parted by blanks, commas or line ends.</summary>
    internal static LineString LineOf(string? text)
    {
        var numbers = (text ?? "").Split([' ', ',', ';', '\n', '\r', '\t', '，', '；'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToList();
        var points = numbers.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new GeoPoint(pair[1], pair[0])).ToList();
        new Faults().If(numbers.Count < 4 || numbers.Count % 2 != 0 || !points.TrueForAll(Contracts.Coordinates.OnEarth), "line", "places.cut_line").Throw();
        return GeometryFactory.Default.CreateLineString([.. points.Select(p => new Coordinate(p.Lon, p.Lat))]);
    }

    private static SplitGrid.Part Part(string? code, string? name, Geometry side) => new()
    {
        Code = code,
        Name = name,
        Geometry = JsonElement.Parse(Polygon((Polygon)side)),
    };

    private static string Polygon(Polygon side) =>
        $$"""{"type":"Polygon","coordinates":[{{string.Join(',', side.InteriorRings.Prepend(side.ExteriorRing).Select(Ring))}}]}""";

    private static string Ring(LineString ring) =>
        $"[{string.Join(',', ring.Coordinates.Select(c => string.Create(CultureInfo.InvariantCulture, $"[{c.X:R},{c.Y:R}]")))}]";
}
