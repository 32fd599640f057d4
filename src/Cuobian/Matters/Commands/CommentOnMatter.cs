namespace Cuobian.Matters;

/// <summary>The reporter or staff add words that both can read (command 26).</summary>
public sealed class CommentOnMatter(Desk desk)
{
    public sealed class Form
    {
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/comment", async (string number, string? code, Form? form, CommentOnMatter comment, CancellationToken ct) =>
            Answers.Of(await comment.Run(number, code, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, string? code, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Comment, code, null, form.Words, ct) is not { } opened) return null;
        opened.Matter.Comment(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
