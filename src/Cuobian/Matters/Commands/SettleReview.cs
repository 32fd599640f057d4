namespace Cuobian.Matters;

/// <summary>The centre, having spoken with a discontented reporter, orders the work done again or upholds the result with a reason (command 19, 复核).</summary>
public sealed class SettleReview(Desk desk)
{
    public sealed class Form
    {
        public string? Reason { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/rework", async (string number, Form? form, SettleReview settle, CancellationToken ct) =>
            Answers.Of(await settle.Rework(number, form ?? new(), ct)));
        matters.MapPost("/{number}/uphold", async (string number, Form? form, SettleReview settle, CancellationToken ct) =>
            Answers.Of(await settle.Uphold(number, form ?? new(), ct)));
    }

    public async Task<Matter?> Rework(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Rework, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.Rework(opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    public async Task<Matter?> Uphold(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Uphold, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.Uphold(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
