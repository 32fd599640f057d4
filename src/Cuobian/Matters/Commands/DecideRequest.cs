using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>An officer who did not ask for it grants or denies what was asked (commands 10, 12, 13, 25).</summary>
public sealed class DecideRequest(Desk desk, CuobianDb db)
{
    public sealed class Form
    {
        public string? Reason { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/grant", async (string number, Form? form, DecideRequest decide, CancellationToken ct) =>
            Answers.Of(await decide.Grant(number, form ?? new(), ct)));
        matters.MapPost("/{number}/deny", async (string number, Form? form, DecideRequest decide, CancellationToken ct) =>
            Answers.Of(await decide.Deny(number, form ?? new(), ct)));
    }

    public async Task<Matter?> Grant(string number, Form form, CancellationToken ct)
    {
        // Which command it is depends on what was asked; without a request any of them is refused alike.
        var asked = await db.Matters.Where(m => m.Number == number).Select(m => m.Request).SingleOrDefaultAsync(ct);
        var command = asked is null ? MatterCommand.GrantSuspension : CommandOf(asked.Kind);
        if (await desk.Open(number, command, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.Grant(opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    public async Task<Matter?> Deny(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.DenyRequest, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.Deny(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    private static MatterCommand CommandOf(RequestKind kind) => kind switch
    {
        RequestKind.Transfer => MatterCommand.GrantTransfer,
        RequestKind.Suspension => MatterCommand.GrantSuspension,
        RequestKind.Extension => MatterCommand.GrantExtension,
        RequestKind.Rejection => MatterCommand.GrantRejection,
    };
}
