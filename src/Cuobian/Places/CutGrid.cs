using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Borders;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace Cuobian.Places;

/// <summary>Splits a grid along a line drawn across it: works out the two parts and gives them to the split.</summary>
internal sealed class CutGrid(CuobianDb db, Actor actor, SplitGrid split, WeighGround weigh, PlanBorders plans)
{
    private const int MostPoints = 500;

    /// <summary>How many metres a line is drawn out when it does not quite cross.</summary>
    private const double Reach = 30;

    /// <summary>The line as longitude and latitude in turn, and what its two sides are called from now on.</summary>
    internal sealed class Form
    {
        public string? Line { get; set; }
        public string? FirstCode { get; set; }
        public string? FirstName { get; set; }
        public string? SecondCode { get; set; }
        public string? SecondName { get; set; }

        /// <summary>The day from which it is valid; without one, now.</summary>
        public DateOnly? ValidFrom { get; set; }
    }

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapPost("/grids/{code}/cut", async (string code, bool? dryRun, Form form, CutGrid cut, CancellationToken ct) =>
            dryRun == true ? Answer(await cut.Look(code, form, ct)) : Answer(await cut.Run(code, form, ct)));

    private static IResult Answer(object? done) => done is null ? Results.NotFound() : Results.Ok(done);

    /// <summary>The two parts as they would be; names and codes may still be open.</summary>
    public async Task<GroundPreview?> Look(string code, Form form, CancellationToken ct) =>
        await SidesOf(code, form, ct) is { } sides
            ? await weigh.Run(AreaCode.ParentOf(code)!, [code], [(form.FirstName?.Trim() ?? "", sides[0]), (form.SecondName?.Trim() ?? "", sides[1])], [], ct)
            : null;

    public async Task<BorderOutcome?> Run(string code, Form form, CancellationToken ct)
    {
        if (await SidesOf(code, form, ct) is not { } sides) return null;
        var from = plans.WaitsFor(form.ValidFrom);
        form.ValidFrom = null;
        var parts = new SplitGrid.Form { Parts = [Part(form.FirstCode, form.FirstName, sides[0]), Part(form.SecondCode, form.SecondName, sides[1])], DryRun = from is not null };
        if (await split.Run(code, parts, ct) is not { } done) return null;
        return from is { } day ? await plans.Keep(ChangeKind.Cut, code, form, done.Successors, day, ct) : new BorderOutcome(done.Successors, done.At, Planned: false);
    }

    private async Task<List<Geometry>?> SidesOf(string code, Form form, CancellationToken ct)
    {
        actor.Require(PlacesPermissions.Edit, code);
        var line = LineOf(form.Line);
        if (await db.GridsToday.AsNoTracking().SingleOrDefaultAsync(g => g.Code == code, ct) is not { } grid) return null;
        var ground = grid.Shape();
        var sides = Sides(ground, line);
        // Who taps on the border by hand ends a little inside it.
        if (sides.Count != 2) sides = Sides(ground, Longer(line));
        Refused.If(sides.Count != 2, "places.cut_not_across", code);
        return sides;
    }

    /// <summary>The line with both its ends drawn out.</summary>
    private static LineString Longer(LineString line)
    {
        var points = line.Coordinates;
        return GeometryFactory.Default.CreateLineString([Beyond(points[1], points[0]), .. points, Beyond(points[^2], points[^1])]);
    }

    private static Coordinate Beyond(Coordinate from, Coordinate to)
    {
        var narrowing = Math.Cos(to.Y * Math.PI / 180);
        double east = (to.X - from.X) * narrowing, north = to.Y - from.Y, length = Math.Sqrt(east * east + north * north);
        if (length == 0) return to.Copy();
        var step = Reach / LocalMetres.PerDegree / length;
        return new Coordinate(to.X + (to.X - from.X) * step, to.Y + north * step);
    }

    /// <summary>The pieces of a ground that a line leaves, the western one first.</summary>
    internal static List<Geometry> Sides(Geometry ground, LineString line)
    {
        var polygonizer = new Polygonizer();
        polygonizer.Add(OverlayNGRobust.Overlay(ground.Boundary, line, NetTopologySuite.Operation.Overlay.SpatialFunction.Union));
        return [.. polygonizer.GetPolygons().Where(piece => ground.Contains(piece.PointOnSurface)).OrderBy(piece => piece.Centroid.X).ThenBy(piece => piece.Centroid.Y)];
    }

    internal static LineString LineOf(string? text)
    {
        var points = PointsOf(text);
        new Faults().If(points is not { Count: >= 2 }, "line", "places.cut_line").Throw();
        return GeometryFactory.Default.CreateLineString([.. points!]);
    }

    /// <summary>Longitudes and latitudes in turn, parted by blanks, commas or line ends; null when that is not what stands there.</summary>
    internal static List<Coordinate>? PointsOf(string? text)
    {
        var numbers = (text ?? "").Split([' ', ',', ';', '\n', '\r', '\t', '，', '；'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToList();
        if (numbers.Count is 0 or > 2 * MostPoints || numbers.Count % 2 != 0) return null;
        var points = numbers.Chunk(2).Select(pair => new GeoPoint(pair[1], pair[0])).ToList();
        return points.TrueForAll(Contracts.Coordinates.OnEarth) ? [.. points.Select(p => new Coordinate(p.Lon, p.Lat))] : null;
    }

    private static SplitGrid.Part Part(string? code, string? name, Geometry side) => new()
    {
        Code = code,
        Name = name,
        Geometry = GroundText.Of(side),
    };
}
