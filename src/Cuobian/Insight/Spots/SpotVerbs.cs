using System.CommandLine;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Insight.Spots;

/// <summary>The command line's way to hot spots: <c>spots gather</c> and <c>spots evaluate</c>.</summary>
internal static class SpotVerbs
{
    public static Command Family(Func<ParseResult, Task<IHost>> host) => new("spots", "Look for hot spots, or judge the search by letters whose issues are known.") { Gather(host), Evaluate(host) };

    private static Command Gather(Func<ParseResult, Task<IHost>> host)
    {
        var verb = new Command("gather", "Put the matters that came since the last time to their hot spots.");
        verb.SetAction(async (parsed, ct) =>
        {
            using var app = await host(parsed);
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{await scope.ServiceProvider.GetRequiredService<GatherSpots>().Run(ct)} matters taken in.");
        });
        return verb;
    }

    private static Command Evaluate(Func<ParseResult, Task<IHost>> host)
    {
        var input = new Option<FileInfo>("--input") { Description = "CSV with created, subject, body and the columns named by --issues.", HelpName = "FILE", Required = true };
        var issues = new Option<string[]>("--issues") { Description = "Columns in which somebody named the issue; letters with all of them are agreed.", AllowMultipleArgumentsPerToken = true, Required = true };
        var verb = new Command("evaluate", "Recall and precision of pairs inside one hot spot, by words and dates alone, among letters whose issue is agreed.") { input, issues };
        verb.SetAction(async (parsed, _) =>
        {
            using var app = await host(parsed);
            await using var scope = app.Services.CreateAsyncScope();
            var voices = scope.ServiceProvider.GetRequiredService<IVoices>();
            await using var file = parsed.GetValue(input)!.OpenRead();
            var letters = SpotFigures.Read(file, parsed.GetValue(issues)!, voices.SketchOf);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(SpotFigures.Of(letters).ToString());
        });
        return verb;
    }
}

/// <summary>How many pairs of one issue came into one hot spot, and how many pairs in a hot spot were such.</summary>
internal sealed record SpotFigures(int Letters, int Spots, int Pairs, int Found, int Wrong)
{
    public sealed record Letter(Voice Voice, string? Issue, bool Doubtful);

    public double Recall => (double)Found / Math.Max(1, Pairs);

    public double Precision => (double)Found / Math.Max(1, Found + Wrong);

    public static List<Letter> Read(Stream file, string[] issues, Func<string, Sketch> sketch)
    {
        using var sheet = SheetReader.Open(file);
        int At(string name) => sheet.Columns.ToList().IndexOf(name) is var at and >= 0 ? at : throw new Invalid([new Fault("file", "insight.column_missing", name)]);
        var (created, subject, body) = (At("created"), At("subject"), At("body"));
        var named = issues.Select(At).ToList();
        return
        [
            .. sheet.Rows.Select(row =>
            {
                var names = named.Select(at => row.Cells[at]).ToList();
                var at = new DateTimeOffset(DateTime.Parse(row.Cells[created], System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
                var voice = new Voice(Guid.CreateVersion7(at), $"{row.Number}", at, "", "", $"{row.Number}", 0, sketch(row.Cells[subject] + "\n" + row.Cells[body]));
                var agreed = names.All(name => name.Length > 0);
                return new Letter(voice, agreed ? string.Join('/', names) : null, !agreed && names.Any(name => name.Length > 0));
            }).OrderBy(letter => letter.Voice.At),
        ];
    }

    /// <summary>Letters that only some judges put into an issue count neither way.</summary>
    public static SpotFigures Of(IReadOnlyList<Letter> letters)
    {
        var gathering = new Gathering([]);
        var where = letters.Select(letter => gathering.Put(letter.Voice).Id).ToList();
        var (pairs, found, wrong) = (0, 0, 0);
        for (var one = 0; one < letters.Count; one++)
            for (var other = one + 1; other < letters.Count; other++)
            {
                var (a, b) = (letters[one], letters[other]);
                if (a.Doubtful || b.Doubtful || (a.Issue is null && b.Issue is null)) continue;
                // An issue that rested longer than a hot spot remembers begins anew.
                var same = a.Issue == b.Issue;
                if (same) pairs++;
                if (same && where[one] == where[other]) found++;
                if (!same && where[one] == where[other]) wrong++;
            }
        return new SpotFigures(letters.Count, gathering.Begun.Count(s => s.Matters >= SpotRules.LeastMatters), pairs, found, wrong);
    }

    public override string ToString() => FormattableString.Invariant($"{Letters} letters, {Spots} hot spots, {Pairs} pairs: recall {Recall:0.000}, precision {Precision:0.000}");
}
