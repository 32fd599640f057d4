namespace Cuobian.Matters.Pages.Console;

/// <summary>What pages of staff offer to take away: the list as a spreadsheet, a matter's file as PDF.</summary>
internal static class ConsoleRoutes
{
    public const string Ledger = "/console/ledger.xlsx";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Ledger, (HttpRequest request, ExportLedger export, CancellationToken ct) => export.Run(QueueAddress.Of(request).Filter(QueueView.All), ct)).ExcludeFromDescription();
        routes.MapGet("/console/matters/{number}/file.pdf", (string number, PrintFile print, CancellationToken ct) => print.Run(number, ct)).ExcludeFromDescription();
    }
}
