using System.Globalization;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Places;

/// <summary>Answers which grid a point belongs to, with the areas above it.</summary>
internal sealed class LocatePoint(PlacesMap map)
{
    /// <summary>A point as somebody typed or sent it.</summary>
    internal sealed record Form(string? Lat, string? Lon, string? Crs);

    /// <summary>The grid, the areas from the province down to it, and 0 or the metres to it.</summary>
    internal sealed record Answer(CodeAndName Grid, IReadOnlyList<Step> Path, double Meters);

    /// <summary>A grid by code and name.</summary>
    internal sealed record CodeAndName(string Code, string Name);

    /// <summary>One area on the way down to the grid.</summary>
    internal sealed record Step(string Code, string Name, AreaLevel Level);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapGet("/locate", (string? lat, string? lon, string? crs, LocatePoint locate) =>
            locate.Run(new Form(lat, lon, crs)) is { } answer ? Results.Ok(answer) : Results.NotFound())
            .Produces<Answer>().ProducesProblem(400).ProducesProblem(404);

    public Answer? Run(Form form)
    {
        var faults = new Faults();
        double lat = Degrees(form.Lat, "lat", 90, faults), lon = Degrees(form.Lon, "lon", 180, faults);
        var crs = Coordinates.Named(form.Crs);
        faults.If(crs is null, "crs", "places.crs_unknown", form.Crs ?? "").Throw();

        var atlas = map.Now;
        if (atlas.Grids.Locate(Coordinates.ToWgs84(new GeoPoint(lat, lon), crs!.Value)) is not { } found) return null;
        var grid = found.Cell.Grid;
        return new Answer(
            new CodeAndName(grid.Code, grid.Name),
            [.. atlas.Path(grid.Code).Select(a => new Step(a.Code, a.Name, a.Level))],
            Math.Round(found.Meters, 2));
    }

    private static double Degrees(string? text, string field, double most, Faults faults)
    {
        faults.Required(text, field);
        if (string.IsNullOrWhiteSpace(text)) return 0;
        var read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees);
        faults.If(!read, field, "places.not_a_number", text);
        faults.If(read && Math.Abs(degrees) > most, field, "places.out_of_range", most);
        return degrees;
    }
}
