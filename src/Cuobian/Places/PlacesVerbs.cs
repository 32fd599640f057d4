using System.CommandLine;
using System.Globalization;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Cuobian.Web;

namespace Cuobian.Places;

/// <summary>The verbs <c>import</c> and <c>locate</c> of the command line.</summary>
internal sealed class PlacesVerbs(Func<ParseResult, Task<IHost>> open)
{
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Check the file and say what would change, but change nothing." };
    private readonly Option<bool> keepMissing = new("--keep-missing") { Description = "Do not end codes that the file no longer lists." };
    private readonly Option<string> crs = NewCrs();
    private readonly Option<double> tolerance = new("--tolerance")
    {
        Description = "Square metres by which neighbouring grids may overlap.",
        HelpName = "M2",
        DefaultValueFactory = _ => new ImportGrids.Form().Tolerance,
    };

    public IEnumerable<Command> All() => [Import(), Locate()];

    private Command Import() => new("import", "Import places from files. A file with faults is refused whole; every fault is listed.")
    {
        Verb("areas", "Import the area tree from an XLSX or CSV file with the columns code,name,level,parent (and successor, if you like). "
            + "Levels: province, city, county, township, village; codes of 2, 4, 6, 9 and 12 digits. Codes that the file no longer lists end.",
            [dryRun, keepMissing], Areas),
        Verb("grids", "Import grid borders from a GeoJSON FeatureCollection of Polygons or MultiPolygons with the properties code (15 digits) and name. "
            + "Overlaps, self-crossings and bad codes are refused; gaps and what reaches outside the community are listed.",
            [dryRun, crs, tolerance], Grids),
        Verb("outlines", "Import the borders of communities and larger areas from a GeoJSON FeatureCollection with the property code (or adcode). Grids are checked against them.",
            [dryRun, crs], Outlines),
        Verb("buildings", "Import buildings from an XLSX or CSV file with the columns code,name,lat,lon; a code is the community's 12 digits, B and 5 digits.",
            [dryRun, crs], Buildings),
    };

    private async Task<string> Areas(Stream file, ParseResult parsed, IServiceProvider scope, CancellationToken ct)
    {
        var form = new ImportAreas.Form(parsed.GetValue(dryRun), parsed.GetValue(keepMissing));
        var done = await scope.GetRequiredService<ImportAreas>().Run(file, form, ct);
        Print(done.Warnings, parsed);
        var levels = string.Join(", ", done.Listed.Select(l => $"{l.Key.ToString().ToLowerInvariant()} {l.Value}"));
        return $"{Prefix(done.DryRun)}{done.Added} added, {done.Renamed} renamed, {done.Ended} ended, {done.Unchanged} unchanged. In the file: {levels}.";
    }

    private async Task<string> Grids(Stream file, ParseResult parsed, IServiceProvider scope, CancellationToken ct)
    {
        var form = new ImportGrids.Form(CrsOf(parsed, crs), parsed.GetValue(tolerance), parsed.GetValue(dryRun));
        var done = await scope.GetRequiredService<ImportGrids>().Run(file, form, new Progress(parsed.InvocationConfiguration.Error), ct);
        Print(done.Warnings, parsed);
        return $"{Prefix(done.DryRun)}{done.Added} added, {done.Redrawn} redrawn, {done.Unchanged} unchanged, {done.Warnings.Count} to look at.";
    }

    private async Task<string> Outlines(Stream file, ParseResult parsed, IServiceProvider scope, CancellationToken ct)
    {
        var form = new ImportOutlines.Form(CrsOf(parsed, crs), parsed.GetValue(dryRun));
        var done = await scope.GetRequiredService<ImportOutlines>().Run(file, form, ct);
        Print(done.Warnings, parsed);
        return $"{Prefix(done.DryRun)}{done.Added} added, {done.Redrawn} redrawn, {done.Unchanged} unchanged, {done.Warnings.Count} to look at.";
    }

    private async Task<string> Buildings(Stream file, ParseResult parsed, IServiceProvider scope, CancellationToken ct)
    {
        var form = new ImportBuildings.Form(CrsOf(parsed, crs), parsed.GetValue(dryRun));
        var done = await scope.GetRequiredService<ImportBuildings>().Run(file, form, ct);
        return $"{Prefix(done.DryRun)}{done.Added} added, {done.Changed} changed, {done.Unchanged} unchanged.";
    }

    private Command Locate()
    {
        var lat = new Argument<string>("LAT") { Description = "Latitude in degrees, e.g. 24.5108." };
        var lon = new Argument<string>("LON") { Description = "Longitude in degrees, e.g. 117.6536." };
        var system = NewCrs();
        var locate = new Command("locate", "Say which grid a point belongs to: the one that covers it, else the nearest within 50 metres.") { lat, lon, system };
        locate.SetAction((parsed, ct) => Run(parsed, scope =>
        {
            var form = new LocatePoint.Form(parsed.GetValue(lat), parsed.GetValue(lon), parsed.GetValue(system));
            if (scope.GetRequiredService<LocatePoint>().Run(form) is not { } answer) throw new Refused("places.nowhere");
            var path = string.Join(" › ", answer.Path.Select(a => a.Name));
            var off = answer.Meters > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({answer.Meters} m away)") : "";
            return Task.FromResult($"{answer.Grid.Code} {path}{off}");
        }));
        return locate;
    }

    private Command Verb(string name, string description, Option[] options, Func<Stream, ParseResult, IServiceProvider, CancellationToken, Task<string>> work)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to import." }.AcceptExistingOnly();
        var verb = new Command(name, description) { file };
        foreach (var option in options) verb.Options.Add(option);
        verb.SetAction((parsed, ct) => Run(parsed, async scope =>
        {
            await using var stream = parsed.GetRequiredValue(file).OpenRead();
            return await work(stream, parsed, scope, ct);
        }));
        return verb;
    }

    /// <summary>Works as the system in a scope of its own; a refusal becomes sentences and exit code 1.</summary>
    private async Task<int> Run(ParseResult parsed, Func<IServiceProvider, Task<string>> work)
    {
        SpeakTheirLanguage();
        using var host = await open(parsed);
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        var sentences = scope.ServiceProvider.GetRequiredService<Sentences>();
        try
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync(await work(scope.ServiceProvider));
            return 0;
        }
        catch (Invalid invalid)
        {
            Print(Notice.From(invalid.Faults, sentences), parsed);
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"Nothing was changed: {invalid.Faults.Count} fault{(invalid.Faults.Count == 1 ? "" : "s")}.");
        }
        catch (Refused no)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(sentences.For(no.Code, [.. no.Details]));
        }
        return 1;
    }

    private static Option<string> NewCrs() => new Option<string>("--crs")
    {
        Description = "Coordinate system: wgs84 (GPS), or gcj02 (Chinese maps such as AMap).",
        DefaultValueFactory = _ => "wgs84",
    }.AcceptOnlyFromAmong("wgs84", "gcj02");

    private static Crs CrsOf(ParseResult parsed, Option<string> option) => Coordinates.Named(parsed.GetValue(option))!.Value;

    private static string Prefix(bool dryRun) => dryRun ? "Dry run, nothing was changed: " : "";

    private static void Print(IEnumerable<Notice> notices, ParseResult parsed)
    {
        foreach (var notice in notices) parsed.InvocationConfiguration.Error.WriteLine($"{Readable(notice.Field)}: {notice.Message} [{notice.Code}]");
    }

    /// <summary><c>lines[12].code</c> is for machines; people read <c>line 12, code</c>.</summary>
    private static string Readable(string field) =>
        field.StartsWith("lines[", StringComparison.Ordinal) ? "line " + field[6..].Replace("].", ", ", StringComparison.Ordinal).TrimEnd(']') : field;

    /// <summary>Chinese for a Chinese terminal, English for any other.</summary>
    private static void SpeakTheirLanguage()
    {
        if (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "zh") CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
    }

    /// <summary>Counts on one line of a terminal; in a log only what is finished.</summary>
    private sealed class Progress(TextWriter to) : IProgress<Step>
    {
        public void Report(Step step)
        {
            if (Console.IsErrorRedirected && step.Done < step.Of) return;
            to.Write(Console.IsErrorRedirected ? $"{step.Doing}: {step.Of}\n" : $"\r{step.Doing}: {step.Done} of {step.Of}{(step.Done == step.Of ? "\n" : "")}");
        }
    }
}
