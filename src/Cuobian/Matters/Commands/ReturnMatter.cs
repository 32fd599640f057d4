using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>The lead unit sends a matter back inside the return window, saying why (command 8, 退回).</summary>
public sealed class ReturnMatter(Desk desk, CuobianDb db)
{
    public sealed class Form
    {
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/return", async (string number, Form? form, ReturnMatter send, CancellationToken ct) =>
            Answers.Of(await send.Run(number, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Return, null, form.Reason, null, ct) is not { } opened) return null;
        var matter = opened.Matter;
        var again = await db.Set<MatterEntry>().AnyAsync(e => e.MatterId == matter.Id && e.Command == MatterCommand.Return && e.ByUnit == opened.Act.By.Unit, ct);
        matter.Return(opened.Category, opened.Act, again);
        await desk.Save(ct);
        return matter;
    }
}
