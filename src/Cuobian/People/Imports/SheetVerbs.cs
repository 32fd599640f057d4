using System.CommandLine;
using System.Globalization;
using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.People.Imports;

/// <summary><c>./cuobian import people FILE</c>, <c>export</c> and <c>template</c>; the same for units, estates and teams.</summary>
internal static class SheetVerbs
{
    private static readonly (string Name, string What)[] Sheets =
    [
        ("people", "accounts with their posts, one row a post; new accounts need a password before they can sign in"),
        ("units", "units and their place in the tree"),
        ("estates", "estates with their party branch, or who closes the gap by when"),
        ("teams", "teams with their members, one row a member"),
    ];

    public static IEnumerable<Command> All(Func<ParseResult, Task<IHost>> open) =>
    [
        Verb("import", "Import places and people from files. A file with faults is refused whole; every fault is listed.", sheet => Import(open, sheet)),
        Verb("export", "Write people, units, estates or teams as a sheet that can be imported again.", sheet => Write(open, "export", sheet, (export, format, ct) => export.Run(sheet.Name, format, ct))),
        Verb("template", "Write the empty sheet to fill in.", sheet => Write(open, "template", sheet, (export, format, _) => Task.FromResult(export.Template(sheet.Name, format)))),
    ];

    private static Command Verb(string name, string description, Func<(string Name, string What), Command> child)
    {
        var verb = new Command(name, description);
        foreach (var sheet in Sheets) verb.Subcommands.Add(child(sheet));
        return verb;
    }

    private static Command Import(Func<ParseResult, Task<IHost>> open, (string Name, string What) sheet)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An XLSX or CSV file." }.AcceptExistingOnly();
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the file and say what would change, but change nothing." };
        var verb = new Command(sheet.Name, $"Import {sheet.What}.") { file, dryRun };
        verb.SetAction((parsed, ct) => Within(open, parsed, async services =>
        {
            await using var stream = parsed.GetRequiredValue(file).OpenRead();
            var done = (await services.GetRequiredService<ImportSheet>().Run(sheet.Name, stream, parsed.GetValue(dryRun), ct))!;
            return $"{(done.DryRun ? "Dry run, nothing was changed: " : "")}{done.Added} added, {done.Changed} changed, {done.Unchanged} unchanged.";
        }));
        return verb;
    }

    private static Command Write(Func<ParseResult, Task<IHost>> open, string verbName, (string Name, string What) sheet, Func<ExportSheet, string, CancellationToken, Task<byte[]?>> make)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where to write; the name ends in .xlsx or .csv." };
        var verb = new Command(sheet.Name, $"{char.ToUpperInvariant(verbName[0])}{verbName[1..]}: {sheet.What}.") { file };
        verb.SetAction((parsed, ct) => Within(open, parsed, async services =>
        {
            var target = parsed.GetRequiredValue(file);
            var content = await make(services.GetRequiredService<ExportSheet>(), target.Extension.TrimStart('.').ToLowerInvariant(), ct) ?? throw new Refused("people.sheet_format");
            await File.WriteAllBytesAsync(target.FullName, content, ct);
            return $"Written to {target.FullName}.";
        }));
        return verb;
    }

    /// <summary>Works as the system; a refusal becomes sentences and exit code 1.</summary>
    private static Task<int> Within(Func<ParseResult, Task<IHost>> open, ParseResult parsed, Func<IServiceProvider, Task<string>> work)
    {
        // Chinese for a Chinese terminal, English for any other.
        if (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "zh") CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        return AccountVerbs.Within(open, parsed, async services =>
        {
            var sentences = services.GetRequiredService<Sentences>();
            var errors = parsed.InvocationConfiguration.Error;
            try
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(await work(services));
                return 0;
            }
            catch (Invalid invalid)
            {
                foreach (var fault in invalid.Faults)
                {
                    var (row, column) = ImportSheet.Cell(fault.Field);
                    await errors.WriteLineAsync($"{(row == 0 ? column : $"row {row}, {PeopleShape.Heading(column)}")}: {sentences.For(fault.Code, [.. fault.Details])} [{fault.Code}]");
                }
                await errors.WriteLineAsync($"Nothing was changed: {invalid.Faults.Count} fault{(invalid.Faults.Count == 1 ? "" : "s")}.");
            }
            catch (Refused no)
            {
                await errors.WriteLineAsync(sentences.For(no.Code, [.. no.Details]));
            }
            return 1;
        });
    }
}
