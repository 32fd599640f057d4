using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Exchange.Contracts;
using Cuobian.Exchange.History;
using Cuobian.Matters;
using Cuobian.People;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Cuobian.People.Teams;
using Cuobian.Places;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Sheets;

/// <summary>Every door that takes a file is tried with files that mean harm: each is answered in words, quickly, and nothing is taken.</summary>
public sealed class ImportDoorTests
{
    private static readonly string[] Kinds = ["units", "people", "estates", "teams"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bomb_a_field_of_ten_megabytes_and_a_torn_file_are_answered_clearly_at_every_door()
    {
        await using var ward = await Ward.Open();
        var boss = await ward.Hire("importer", [.. PeoplePermissions.All, .. ExchangePermissions.All, PlacesPermissions.Edit], "");
        await ward.App.InScope(s => s.GetRequiredService<SaveMap>().Run("old", new HistoryColumns { Text = ["code"] }, Ct).ContinueWith(_ => 0, TaskScheduler.Default));
        var doors = Doors(ward.App).ToList();
        Assert.InRange(doors.Count, 8, 50);
        var before = await Rows(ward.App);
        foreach (var door in doors)
            foreach (var (name, file) in Harmful())
            {
                using var body = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
                using var answer = await boss.PostAsync(door, body, Ct);
                await AssertClear(ward, answer, $"{door} {name}");
            }
        Assert.Equal(before, await Rows(ward.App));
    }

    /// <summary>Those that say they take a stream of bytes; a door for several kinds of sheets stands for each of them.</summary>
    private static IEnumerable<string> Doors(CuobianApp app) =>
        from endpoint in app.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/octet-stream") == true
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        from door in path.Contains("{sheet}", StringComparison.Ordinal) ? Kinds.Select(kind => path.Replace("{sheet}", kind, StringComparison.Ordinal)) : [path]
        select door.Contains("history", StringComparison.Ordinal) ? door + "?map=old" : door;

    private static IEnumerable<(string Name, byte[] File)> Harmful()
    {
        var long10 = new string('x', 10_000_000);
        yield return ("bomb", Bomb());
        yield return ("ten megabytes in a field", Encoding.UTF8.GetBytes($"code,name,type,area\nA,{long10},DJ,3599\n"));
        yield return ("ten megabytes in a field of a workbook", Book([["A", long10, "DJ", "3599"]]));
        yield return ("ten megabytes in one name of a column", Encoding.UTF8.GetBytes(long10 + "\n1\n"));
        yield return ("an open quote", "code,name,type,area\n\"A,B,C,D\n"u8.ToArray());
        yield return ("half a workbook", Book([["A", "B", "DJ", "3599"]])[..400]);
        yield return ("nothing", []);
    }

    /// <summary>A refusal at once, or a job that stops with a reason that has a sentence.</summary>
    private static async Task AssertClear(Ward ward, HttpResponseMessage answer, string what)
    {
        var text = await answer.Content.ReadAsStringAsync(Ct);
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            await ward.App.DeliverDue();
            var import = await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<HistoryImport>().AsNoTracking().OrderByDescending(i => i.Id).FirstAsync(Ct));
            Assert.True(import.State == ImportState.Stopped && import.Trouble?.Length is > 5 and < 500, $"{what}: {import.State} {import.Trouble}");
            return;
        }
        Assert.True((int)answer.StatusCode is >= 400 and < 500 && answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{what}: {answer.StatusCode} {text[..Math.Min(300, text.Length)]}");
        Assert.InRange(text.Length, 20, 10_000);
        var problem = JsonElement.Parse(text);
        foreach (var fault in problem.TryGetProperty("errors", out var faults) ? faults.EnumerateArray().ToList() : [])
            Assert.NotEqual(fault.GetProperty("code").GetString(), fault.GetProperty("message").GetString());
    }

    private static Task<(int, int, int, int, int, int, int)> Rows(CuobianApp app) => app.InScope(async s =>
    {
        var db = s.GetRequiredService<CuobianDb>();
        return (await db.Units.CountAsync(Ct), await db.Accounts.CountAsync(Ct), await db.Estates.CountAsync(Ct), await db.Teams.CountAsync(Ct),
            await db.Set<AreaVersion>().CountAsync(Ct), await db.Set<Building>().CountAsync(Ct), await db.Matters.CountAsync(Ct));
    });

    private static byte[] Book(IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var book = new MemoryStream();
        SheetWriter.Xlsx(book, "t", ["code", "name", "type", "area"], rows);
        return book.ToArray();
    }

    /// <summary>A workbook whose sheet is 300 MB of blanks behind a few hundred kilobytes.</summary>
    private static byte[] Bomb()
    {
        using var bomb = new MemoryStream();
        bomb.Write(Book([["A", "B", "DJ", "3599"]]));
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = zip.Entries.Single(e => e.FullName.Contains("sheet", StringComparison.Ordinal) && e.FullName.Contains("worksheets", StringComparison.Ordinal));
            var name = sheet.FullName;
            sheet.Delete();
            using var entry = zip.CreateEntry(name).Open();
            entry.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"u8);
            var blanks = new byte[1 << 20];
            Array.Fill(blanks, (byte)' ');
            for (var i = 0; i < 300; i++) entry.Write(blanks);
            entry.Write("</sheetData></worksheet>"u8);
        }
        return bomb.ToArray();
    }
}
