namespace Cuobian.Matters;

/// <summary>The reporter within the days after closing, or a supervisor at any time, opens a closed matter again (command 20, 重开).</summary>
public sealed class ReopenMatter(Desk desk)
{
    public sealed class Form
    {
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/reopen", async (string number, string? code, Form? form, ReopenMatter reopen, CancellationToken ct) =>
            Answers.Of(await reopen.Run(number, code, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, string? code, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Reopen, code, form.Reason, null, ct) is not { } opened) return null;
        opened.Matter.Reopen(opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
