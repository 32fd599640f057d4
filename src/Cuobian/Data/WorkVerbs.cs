using System.CommandLine;
using Cuobian.Kernel;

namespace Cuobian.Data;

/// <summary><c>./cuobian work …</c></summary>
internal static class WorkVerbs
{
    public static Command All(Func<ParseResult, Task<IHost>> open) =>
        new("work", "Work that was set aside after too many attempts: see it, try it again, let it go.") { List(open), Again(open), Drop(open) };

    private static Command List(Func<ParseResult, Task<IHost>> open)
    {
        var list = new Command("list", "Show what was set aside and why, oldest first.");
        list.SetAction((parsed, ct) => Within(open, parsed, async (aside, say) =>
        {
            var all = await aside.Show(ct);
            foreach (var work in all) await say.WriteLineAsync($"{work.Id}  {work.Reaction}  {work.Error}");
            await say.WriteLineAsync(all.Count == 0 ? "Nothing was set aside." : $"{(all.Count == SetAside.Most ? "The first " : "")}{all.Count} set aside. When the cause is mended: work again; or: work drop ID.");
            return 0;
        }));
        return list;
    }

    private static Command Again(Func<ParseResult, Task<IHost>> open)
    {
        var id = new Argument<Guid?>("ID") { Description = "One of work list; left out: all of it.", Arity = ArgumentArity.ZeroOrOne };
        var again = new Command("again", "Try it again, from the first attempt; a server that runs does it within seconds.") { id };
        again.SetAction((parsed, ct) => Within(open, parsed, async (aside, say) =>
        {
            var count = await aside.TryAgain(parsed.GetValue(id), ct);
            await say.WriteLineAsync(count == 0 ? "Nothing like that was set aside." : $"{count} will be tried again.");
            return count > 0 ? 0 : 1;
        }));
        return again;
    }

    private static Command Drop(Func<ParseResult, Task<IHost>> open)
    {
        var id = new Argument<Guid>("ID") { Description = "One of work list." };
        var drop = new Command("drop", "Let it go for ever: what it should have done will not happen. The ledger of acts keeps what it was.") { id };
        drop.SetAction((parsed, ct) => Within(open, parsed, async (aside, say) =>
        {
            var dropped = await aside.Drop(parsed.GetValue(id), ct);
            await say.WriteLineAsync(dropped ? "It is gone; the ledger of acts names it." : "Nothing like that was set aside.");
            return dropped ? 0 : 1;
        }));
        return drop;
    }

    /// <summary>As the system: whoever holds the machine holds its data.</summary>
    private static async Task<int> Within(Func<ParseResult, Task<IHost>> open, ParseResult parsed, Func<SetAside, TextWriter, Task<int>> work)
    {
        using var host = await open(parsed);
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        return await work(scope.ServiceProvider.GetRequiredService<SetAside>(), parsed.InvocationConfiguration.Output);
    }
}
