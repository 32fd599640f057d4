namespace Cuobian.Matters;

/// <summary>The handler asks the reporter something and the clock waits; the answer, or time, lets it go on (commands 11 and 12).</summary>
public sealed class AskReporter(Desk desk)
{
    public sealed class Form
    {
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/ask", async (string number, Form? form, AskReporter ask, CancellationToken ct) =>
            Answers.Of(await ask.Ask(number, form ?? new(), ct)));
        matters.MapPost("/{number}/reply", async (string number, string? code, Form? form, AskReporter ask, CancellationToken ct) =>
            Answers.Of(await ask.Reply(number, code, form ?? new(), ct)));
        matters.MapPost("/{number}/resume", async (string number, Form? form, AskReporter ask, CancellationToken ct) =>
            Answers.Of(await ask.Resume(number, form ?? new(), ct)));
    }

    public async Task<Matter?> Ask(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Ask, null, null, form.Words, ct) is not { } opened) return null;
        opened.Matter.AskReporter(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    public async Task<Matter?> Reply(string number, string? code, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Reply, code, null, form.Words, ct) is not { } opened) return null;
        opened.Matter.Reply(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    /// <summary>What it waited for has come: the work goes on.</summary>
    public async Task<Matter?> Resume(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Resume, null, null, form.Words, ct) is not { } opened) return null;
        opened.Matter.Resume(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
