using System.Text;
using Cuobian.Matters;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>The file of a matter on paper, and as PDF where a browser is installed.</summary>
public sealed class MatterFileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_a_pdf_where_a_browser_is_installed_and_a_sentence_where_none_is()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Verifying);
        var answer = await ward.Boss.GetAsync($"{Ward.Matters}/{told.Number}/file.pdf", Ct);
        if (ward.App.Services.GetRequiredService<PdfPrinter>().IsThere)
        {
            Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("%PDF-", Encoding.ASCII.GetString((await answer.Content.ReadAsByteArrayAsync(Ct))[..5]));
        }
        else
            Assert.Equal((409, "matters.no_pdf_here"), await Ward.Outcome(answer));
        Assert.Equal(404, (int)(await ward.Stranger.GetAsync($"{Ward.Matters}/{told.Number}/file.pdf", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_printer_runs_no_script_and_opens_no_address()
    {
        using var printer = new PdfPrinter();
        if (!printer.IsThere) Assert.Skip("no Chromium here");
        var pdf = await printer.Print("p { color: red }", "<p>好<img src=\"http://127.0.0.1:1/x\"><script>while(true){}</script>", Ct);
        Assert.NotNull(pdf);
    }
}
