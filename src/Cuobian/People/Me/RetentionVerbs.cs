using System.CommandLine;
using System.Globalization;

namespace Cuobian.People.Me;

/// <summary><c>./cuobian retention …</c></summary>
internal static class RetentionVerbs
{
    public static Command All(Func<ParseResult, Task<IHost>> open) => new("retention", "Personal data that has been kept long enough.") { Run(open) };

    private static Command Run(Func<ParseResult, Task<IHost>> open)
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be erased." };
        var run = new Command("run", "Erase what is past its time; each deletion leaves a proof in the ledger of acts.") { dry };
        run.SetAction((parsed, ct) => AccountVerbs.Within(open, parsed, async services =>
        {
            var retention = services.GetRequiredService<RunRetention>();
            foreach (var done in parsed.GetValue(dry) ? await retention.Look(ct) : await retention.Run(ct))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done.Kind.Code}\t{done.Days} days\tbefore {done.Before:yyyy-MM-dd}\t{done.Count}"));
            return 0;
        }));
        return run;
    }
}
