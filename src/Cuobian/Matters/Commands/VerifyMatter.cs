namespace Cuobian.Matters;

/// <summary>Somebody who is neither the handler nor of its unit checks the work (commands 16 and 17, 核查).</summary>
public sealed class VerifyMatter(Desk desk)
{
    public sealed class Form
    {
        public string? Reason { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/pass", async (string number, Form? form, VerifyMatter verify, CancellationToken ct) =>
            Answers.Of(await verify.Pass(number, form ?? new(), ct)));
        matters.MapPost("/{number}/fail", async (string number, Form? form, VerifyMatter verify, CancellationToken ct) =>
            Answers.Of(await verify.Fail(number, form ?? new(), ct)));
    }

    public async Task<Matter?> Pass(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Pass, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.Pass(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    public async Task<Matter?> Fail(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Fail, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.Fail(opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
