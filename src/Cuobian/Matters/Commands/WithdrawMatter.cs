namespace Cuobian.Matters;

/// <summary>The reporter takes a matter back before it is verified; what concerns safety goes on (command 23, 撤回).</summary>
public sealed class WithdrawMatter(Desk desk)
{
    public sealed class Form
    {
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/withdraw", async (string number, string? code, Form? form, WithdrawMatter withdraw, CancellationToken ct) =>
            Answers.Of(await withdraw.Run(number, code, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, string? code, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Withdraw, code, form.Reason, null, ct) is not { } opened) return null;
        opened.Matter.Withdraw(opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
