using Cuobian.Matters.Pages.Console;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Cuobian.Matters;

/// <summary>The file of a matter (办理单) as PDF, made from the same page that is printed.</summary>
public sealed class PrintFile(ShowMatter show, PdfPrinter printer, IServiceProvider services, ILoggerFactory logs, IWebHostEnvironment house, TimeProvider time)
{
    private const string Letters = "body{font-family:'Noto Sans SC','Noto Sans CJK SC','WenQuanYi Zen Hei',sans-serif;font-size:10.5pt;line-height:1.5}";

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("/{number}/file.pdf", async (string number, PrintFile print, CancellationToken ct) => await print.Run(number, ct))
            .WithSummary("The matter's file with its history as PDF, where a Chromium is installed on the server.");

    public async Task<IResult> Run(string number, CancellationToken ct)
    {
        if (await show.ToStaff(number, ct) is not { } matter) return Results.NotFound();
        Kernel.Refused.If(!printer.IsThere, "matters.no_pdf_here", $"/console/matters/{number}/print");
        var pdf = await printer.Print(Letters + await Style(ct), await Body(matter), ct) ?? throw new Kernel.Refused("matters.pdf_failed");
        return Results.File(pdf, "application/pdf", $"{number}.pdf");
    }

    private async Task<string> Style(CancellationToken ct)
    {
        using var reader = new StreamReader(house.WebRootFileProvider.GetFileInfo("css/file.css").CreateReadStream());
        return await reader.ReadToEndAsync(ct);
    }

    private async Task<string> Body(StaffMatter matter)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MatterFile>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(MatterFile.Matter)] = matter,
            [nameof(MatterFile.Now)] = time.GetUtcNow(),
        }))).ToHtmlString());
    }
}
