namespace Cuobian.Matters;

/// <summary>The lead unit takes a matter (command 7, 签收).</summary>
public sealed class AcceptMatter(Desk desk)
{
    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/accept", async (string number, AcceptMatter accept, CancellationToken ct) =>
            Answers.Of(await accept.Run(number, ct)));

    public async Task<Matter?> Run(string number, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Accept, null, null, null, ct) is not { } opened) return null;
        opened.Matter.Accept(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
