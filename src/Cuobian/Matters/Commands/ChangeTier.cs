using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>A supervisor raises or lowers a matter's tier, or puts it under supervision (command 26, 提级·督办).</summary>
public sealed class ChangeTier(Desk desk)
{
    public sealed class Form
    {
        public Tier? Tier { get; set; }
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/raise-tier", async (string number, Form? form, ChangeTier change, CancellationToken ct) =>
            Answers.Of(await change.Run(number, MatterCommand.RaiseTier, form ?? new(), ct)));
        matters.MapPost("/{number}/lower-tier", async (string number, Form? form, ChangeTier change, CancellationToken ct) =>
            Answers.Of(await change.Run(number, MatterCommand.LowerTier, form ?? new(), ct)));
        matters.MapPost("/{number}/supervise", async (string number, Form? form, ChangeTier change, CancellationToken ct) =>
            Answers.Of(await change.Run(number, MatterCommand.Supervise, form ?? new(), ct)));
    }

    public async Task<Matter?> Run(string number, MatterCommand command, Form form, CancellationToken ct)
    {
        new Faults().If(command != MatterCommand.Supervise && form.Tier is null, "tier", "required").Throw();
        if (await desk.Open(number, command, null, form.Reason, null, ct) is not { } opened) return null;
        switch (command)
        {
            case MatterCommand.RaiseTier: opened.Matter.RaiseTierTo(form.Tier!.Value, opened.Act); break;
            case MatterCommand.LowerTier: opened.Matter.LowerTierTo(form.Tier!.Value, opened.Act); break;
            default: opened.Matter.Supervise(opened.Act); break;
        }
        await desk.Save(ct);
        return opened.Matter;
    }
}
