using Cuobian.Places.Contracts;

namespace Cuobian.Matters.Pages.Console;

/// <summary>What pages of staff offer to take away: the list as a spreadsheet, a matter's file as PDF.</summary>
internal static class ConsoleRoutes
{
    public const string Ledger = "/console/ledger.xlsx";
    public const string GridMap = "/console/map.geojson";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Ledger, (HttpRequest request, ExportLedger export, CancellationToken ct) => export.Run(QueueAddress.Of(request).Filter(QueueView.All), ct)).ExcludeFromDescription();
        routes.MapGet(GridMap, Grids).ExcludeFromDescription();
        routes.MapGet("/console/matters/{number}/file.pdf", (string number, PrintFile print, CancellationToken ct) => print.Run(number, ct)).ExcludeFromDescription();
    }

    private static async Task<IResult> Grids(HttpContext http, FindMatters find, IPlaces places)
    {
        var address = QueueAddress.Of(http.Request);
        var loads = await find.ByGrid(address.Filter(QueueView.All), http.RequestAborted);
        var shapes = GridGeo.Drawn(places, QueueMap.Around(loads.Keys, address["area"]) ?? places.Root);
        var shown = shapes.Count > 0 ? GridLoad.By(shapes[0].Code.Length, loads) : loads;
        return GridGeo.Answer(http, GridGeo.Write(shapes, g => Sign(g, shown, address)), isPublic: false);
    }

    private static GridSign Sign(GridShape grid, IReadOnlyDictionary<string, GridLoad> loads, QueueAddress address) =>
        loads.GetValueOrDefault(grid.Code) is { } load ? new GridSign(load.Open, load.Overdue > 0, address.With(("area", grid.Code), ("after", null), ("open", null))) : new GridSign(0, false, null);
}
