using Cuobian.Places.Contracts;

namespace Cuobian.Matters.Pages.Screen;

/// <summary>The grids of the wall with what is open in each, for its live map.</summary>
internal static class ScreenRoutes
{
    public const string GridMap = "/screen/map.geojson";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(GridMap, Grids).ExcludeFromDescription();

    private static async Task<IResult> Grids(string? area, HttpContext http, ShowScreen show, IPlaces places)
    {
        var figures = await show.Run(area, http.RequestAborted);
        return GridGeo.Answer(http, GridGeo.Write(GridGeo.Drawn(places, figures.Area), shape => Sign(shape, figures, places)), isPublic: false);
    }

    private static GridSign Sign(GridShape shape, ScreenFigures figures, IPlaces places) =>
        figures.Grids.GetValueOrDefault(shape.Code) is { Open: > 0 } load
            ? new GridSign(load.Open, load.Overdue > 0, Wall.OpenIn(shape.Code)) { Mean = Wall.Mean(load, shape.Code, places) }
            : new GridSign(0, false, null);
}
