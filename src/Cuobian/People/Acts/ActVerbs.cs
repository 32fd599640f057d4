using System.CommandLine;
using System.Text.Json;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Acts;

/// <summary><c>./cuobian audit …</c></summary>
internal static class ActVerbs
{
    public static Command All(Func<ParseResult, Task<IHost>> open) =>
        new("audit", "The ledger of security and administrative acts: check it, hand it out.") { Verify(open), Export(open) };

    private static Command Verify(Func<ParseResult, Task<IHost>> open)
    {
        var expect = new Option<string?>("--expect") { Description = "An anchor that an earlier check printed; the ledger must still hold that line.", HelpName = "SEQ:HASH" };
        var verify = new Command("verify", "Check every line; name those that were changed, moved or taken out. Exit code 1 when one was.") { expect };
        verify.SetAction((parsed, ct) => AccountVerbs.Within(open, parsed, async services =>
        {
            var found = await services.GetRequiredService<VerifyActs>().Run(ct);
            foreach (var fault in found.Faults) await Console.Error.WriteLineAsync(Sentence(fault));
            var anchored = parsed.GetValue(expect) is not { } anchor || await Holds(services.GetRequiredService<CuobianDb>(), anchor, ct);
            if (!anchored) await Console.Error.WriteLineAsync("The ledger does not hold the line of the anchor.");
            if (found.Faults.Count > 0 || !anchored) return 1;
            Console.WriteLine($"All {found.Lines} lines are in order. Anchor: {found.Lines}:{found.Head}");
            return 0;
        }));
        return verify;
    }

    private static Command Export(Func<ParseResult, Task<IHost>> open)
    {
        var export = new Command("export", "Write every line as JSON, one a line, to standard output.");
        export.SetAction((parsed, ct) => AccountVerbs.Within(open, parsed, async services =>
        {
            await foreach (var line in services.GetRequiredService<CuobianDb>().Acts.AsNoTracking().OrderBy(l => l.Seq).AsAsyncEnumerable().WithCancellation(ct))
                Console.WriteLine(JsonSerializer.Serialize(line, JsonSerializerOptions.Web));
            return 0;
        }));
        return export;
    }

    internal static string Sentence(VerifyActs.Fault fault) => fault.What switch
    {
        ActFault.Changed => $"Line {fault.Seq} was changed.",
        ActFault.Moved => $"Line {fault.Seq} was moved; it was written as line {fault.Was}.",
        ActFault.Missing => $"Line {fault.Seq} is missing.",
        ActFault.Unchained => $"Line {fault.Seq} does not follow from line {fault.Seq - 1}.",
        ActFault.Forged => $"Line {fault.Seq} was written without the key ring.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static async Task<bool> Holds(CuobianDb db, string anchor, CancellationToken ct) =>
        anchor.Split(':') is [var number, var hash] && long.TryParse(number, out var seq) && await db.Acts.AnyAsync(l => l.Seq == seq && l.Hash == hash, ct);
}
