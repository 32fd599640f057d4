using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>The reporter answers the three questions; discontent brings the matter before the centre (commands 18 and 19, 评价).</summary>
public sealed class RateMatter(Desk desk, CuobianDb db)
{
    public sealed class Form
    {
        public bool? Prompt { get; set; }
        public bool? Solved { get; set; }
        public bool? Satisfied { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/rate", async (string number, string? code, Form? form, RateMatter rate, CancellationToken ct) =>
            Answers.Of(await rate.Run(number, code, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, string? code, Form form, CancellationToken ct)
    {
        new Faults()
            .If(form.Prompt is null, "prompt", "required")
            .If(form.Solved is null, "solved", "required")
            .If(form.Satisfied is null, "satisfied", "required")
            .Throw();
        if (await desk.Open(number, MatterCommand.Rate, code, null, form.Words, ct) is not { } opened) return null;
        // With the code in hand nobody is signed in, but who reported is known.
        Refused.If(opened.Matter.Handler is { } handler && await db.Reporters.AnyAsync(r => r.MatterId == opened.Matter.Id && r.Account == handler, ct), "matters.own_work");
        opened.Matter.Rate(new Rating(form.Prompt!.Value, form.Solved!.Value, form.Satisfied!.Value), opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
