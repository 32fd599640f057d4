namespace Cuobian.Matters;

/// <summary>The reporter objects once to a rejection; a person looks again (command 25).</summary>
public sealed class AppealRejection(Desk desk)
{
    public sealed class Form
    {
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/appeal", async (string number, string? code, Form? form, AppealRejection appeal, CancellationToken ct) =>
            Answers.Of(await appeal.Run(number, code, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, string? code, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Appeal, code, null, form.Words, ct) is not { } opened) return null;
        opened.Matter.Appeal(opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
