using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>Hands a matter to the police, a hotline, a court or mediation, and takes it back with the time that was left (command 24, 分流).</summary>
public sealed class DivertMatter(Desk desk)
{
    public sealed class Form
    {
        public DivertTarget? DivertTo { get; set; }

        /// <summary>The other side's number for it.</summary>
        public string? ExternalNumber { get; set; }
        public string? Reason { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/divert", async (string number, Form? form, DivertMatter divert, CancellationToken ct) =>
            Answers.Of(await divert.Divert(number, form ?? new(), ct)));
        matters.MapPost("/{number}/take-back", async (string number, Form? form, DivertMatter divert, CancellationToken ct) =>
            Answers.Of(await divert.TakeBack(number, form ?? new(), ct)));
    }

    public async Task<Matter?> Divert(string number, Form form, CancellationToken ct)
    {
        new Faults().If(form.DivertTo is null, "divertTo", "required").AtMost(form.ExternalNumber, 60, "externalNumber").Throw();
        if (await desk.Open(number, MatterCommand.Divert, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.Divert(form.DivertTo!.Value, TextRules.Clean(form.ExternalNumber), opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    public async Task<Matter?> TakeBack(string number, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.TakeBack, null, form.Reason, form.Words, ct) is not { } opened) return null;
        opened.Matter.TakeBack(opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
