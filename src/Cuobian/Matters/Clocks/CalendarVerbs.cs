using System.CommandLine;
using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.Matters.Clocks;

/// <summary>The command line's way to load a year: <c>import calendar FILE</c>.</summary>
internal static class CalendarVerbs
{
    /// <summary>A child of the verb <c>import</c>.</summary>
    public static Command ImportCalendarVerb(Func<ParseResult, Task<IHost>> host)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "JSON with the holidays and make-up days of one or more years." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the file and say what would change, without storing it." };
        var verb = new Command("calendar", "Load holidays and make-up working days; each year in the file replaces what was known of it.") { file, dryRun };
        verb.SetAction(async (parsed, ct) =>
        {
            using var app = await host(parsed);
            await using var scope = app.Services.CreateAsyncScope();
            return await Import(scope.ServiceProvider, parsed.GetValue(file)!, parsed.GetValue(dryRun), parsed.InvocationConfiguration, ct);
        });
        return verb;
    }

    private static async Task<int> Import(IServiceProvider scope, FileInfo file, bool dryRun, InvocationConfiguration console, CancellationToken ct)
    {
        if (!file.Exists)
        {
            await console.Error.WriteLineAsync($"There is no file {file.FullName}.");
            return 1;
        }
        scope.GetRequiredService<Acting>().Actor = Actor.System;
        try
        {
            await using var content = file.OpenRead();
            var years = await scope.GetRequiredService<ImportCalendar>().Run(content, dryRun, ct);
            foreach (var year in years)
                await console.Output.WriteLineAsync($"{year.Year}: {year.Holidays} holidays, {year.Workdays} make-up days, {Result(year.Changes, dryRun)}");
            return 0;
        }
        catch (Invalid no)
        {
            var sentences = scope.GetRequiredService<Sentences>();
            foreach (var fault in no.Faults) await console.Error.WriteLineAsync($"{fault.Field}: {sentences.For(fault.Code, [.. fault.Details])}");
            await console.Error.WriteLineAsync("Nothing was loaded.");
            return 1;
        }
    }

    private static string Result(bool changes, bool dryRun) => (changes, dryRun) switch
    {
        (false, _) => "nothing new",
        (true, true) => "would be loaded",
        (true, false) => "loaded",
    };
}
