using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>The reporter, or a supervisor, asks to hurry, each not more than once a day (command 26, 催办).</summary>
public sealed class UrgeMatter(Desk desk, CuobianDb db)
{
    public sealed class Form
    {
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/urge", async (string number, string? code, Form? form, UrgeMatter urge, CancellationToken ct) =>
            Answers.Of(await urge.Run(number, code, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, string? code, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Urge, code, null, form.Words, ct) is not { } opened) return null;
        var since = opened.Act.At.AddMinutes(-opened.Act.Clockwork.Limits.UrgeEveryMinutes);
        var (part, by) = (opened.Act.Part, opened.Act.By.Account);
        Refused.If(await db.Set<MatterEntry>().AnyAsync(e => e.MatterId == opened.Matter.Id && e.Command == MatterCommand.Urge && e.At > since && e.Part == part && (part == Part.Reporter || e.By == by), ct), "matters.urged_already");
        opened.Matter.Urge(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
