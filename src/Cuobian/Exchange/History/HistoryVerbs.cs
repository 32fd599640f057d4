using System.CommandLine;
using System.Diagnostics;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.Exchange.History;

/// <summary>The command line's way to import history: <c>import history FILE --map NAME</c>.</summary>
internal static class HistoryVerbs
{
    private const int MostListed = 20;

    public static Command Import(Func<ParseResult, Task<IHost>> host)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV or XLSX with a line of column names; may be packed with gzip." };
        var map = new Option<string>("--map") { Description = "A saved map of columns, or a JSON file with one, which is saved under the file's name.", HelpName = "NAME|FILE.json", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read everything and say what would be added, without adding it." };
        var report = new Option<FileInfo?>("--report") { Description = "Where to write what could not be understood, as CSV.", HelpName = "FILE" };
        var verb = new Command("history", "Import matters of another system's past. A row counts once, and an import that stopped goes on when it is given again.") { file, map, dryRun, report };
        verb.SetAction(async (parsed, ct) =>
        {
            using var app = await host(parsed);
            return await Run(app.Services, parsed.GetValue(file)!, parsed.GetValue(map)!, parsed.GetValue(dryRun), parsed.GetValue(report), parsed.InvocationConfiguration, ct);
        });
        return verb;
    }

    private static async Task<int> Run(IServiceProvider services, FileInfo file, string map, bool dryRun, FileInfo? report, InvocationConfiguration console, CancellationToken ct)
    {
        var sentences = services.GetRequiredService<Sentences>();
        try
        {
            if (!file.Exists) throw new Invalid([new Fault("file", "exchange.file_missing", file.FullName)]);
            var watch = Stopwatch.StartNew();
            var id = await Begin(services, file, map, dryRun, ct);
            HistoryImport import;
            do
            {
                import = await Step(services, id, ct);
                await console.Output.WriteLineAsync($"{import.Rows} rows: {import.Added} {(dryRun ? "would be added" : "added")}, {import.Known} known, {import.Wrong} not understood, {import.Noted} taken with notes");
            } while (import.State == ImportState.Running);
            if (import.State == ImportState.Stopped)
            {
                var parts = import.Trouble!.Split(' ', 2);
                await console.Error.WriteLineAsync(sentences.For(parts[0], parts.Skip(1).ToArray<object>()));
                return 1;
            }
            await console.Output.WriteLineAsync($"Done in {watch.Elapsed.TotalSeconds:0.0} s.");
            await Report(services, id, report, sentences, console, ct);
            return 0;
        }
        catch (Invalid no)
        {
            foreach (var fault in no.Faults) await console.Error.WriteLineAsync($"{fault.Field}: {sentences.For(fault.Code, [.. fault.Details])}");
            return 1;
        }
    }

    private static async Task<Guid> Begin(IServiceProvider services, FileInfo file, string map, bool dryRun, CancellationToken ct)
    {
        await using var scope = SystemScope(services);
        if (map.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(map))
        {
            var columns = HistoryMap.Parse(await File.ReadAllTextAsync(map, ct));
            map = Path.GetFileNameWithoutExtension(map).ToLowerInvariant();
            await scope.ServiceProvider.GetRequiredService<SaveMap>().Run(map, columns, ct);
        }
        await using var content = file.OpenRead();
        return await scope.ServiceProvider.GetRequiredService<AskImport>().Run(map, file.Name, content, dryRun, ct);
    }

    /// <summary>The next part, as the worker would do it; whichever of the two comes first does it, and only once.</summary>
    private static async Task<HistoryImport> Step(IServiceProvider services, Guid id, CancellationToken ct)
    {
        await using var scope = SystemScope(services);
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        var run = scope.ServiceProvider.GetRequiredService<RunImport>();
        return await db.InOneTransaction(async () =>
        {
            var import = (await db.Set<HistoryImport>().FindAsync([id], ct))!;
            await run.React(new ImportDue(id, import.ReadTo), ct);
            return import;
        }, ct);
    }

    private static async Task Report(IServiceProvider services, Guid id, FileInfo? report, Sentences sentences, InvocationConfiguration console, CancellationToken ct)
    {
        await using var scope = SystemScope(services);
        var faults = await scope.ServiceProvider.GetRequiredService<FindImports>().Faults(id, ct);
        if (report is not null)
        {
            await using var to = report.Create();
            Data.Sheets.SheetWriter.Csv(to, ["row", "column", "problem", "value", "left_out"], faults.Select(f => (IReadOnlyList<object?>)[f.Row, f.Column, sentences.For(f.Code), f.Value, f.Fatal]));
            return;
        }
        foreach (var same in faults.GroupBy(f => (f.Column, f.Code, f.Value)).OrderByDescending(g => g.Count()).Take(MostListed))
            await console.Output.WriteLineAsync($"{same.Count()} × {same.Key.Column} “{same.Key.Value}”: {sentences.For(same.Key.Code)} ({same.First().Row}…)");
    }

    private static AsyncServiceScope SystemScope(IServiceProvider services)
    {
        var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        return scope;
    }
}
