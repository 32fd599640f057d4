using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>A called unit accepts, refuses with a reason, or hands in its part (command 14, 报到).</summary>
public sealed class HelpJointly(Desk desk, Actor actor)
{
    public sealed class Form
    {
        /// <summary>Which of the called units answers; may be left out by somebody of that unit.</summary>
        public string? UnitCode { get; set; }
        public string? Reason { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        foreach (var (path, command) in new[] { ("co-accept", MatterCommand.CoAccept), ("co-refuse", MatterCommand.CoRefuse), ("co-finish", MatterCommand.CoFinish) })
            matters.MapPost($"/{{number}}/{path}", async (string number, Form? form, HelpJointly help, CancellationToken ct) =>
                Answers.Of(await help.Run(number, command, form ?? new(), ct)));
    }

    public async Task<Matter?> Run(string number, MatterCommand command, Form form, CancellationToken ct)
    {
        if (await desk.Open(number, command, null, form.Reason, form.Words, ct) is not { } opened) return null;
        var matter = opened.Matter;
        var unit = form.UnitCode ?? actor.Unit ?? "";
        // Whoever helps for several units still answers only for one of theirs.
        actor.Require(MatterRules.For(command).Permission!, matter.Area, unit);
        switch (command)
        {
            case MatterCommand.CoAccept: matter.CoAccept(unit, opened.Act); break;
            case MatterCommand.CoRefuse: matter.CoRefuse(unit, opened.Act); break;
            default: matter.CoFinish(unit, opened.Act); break;
        }
        await desk.Save(ct);
        return matter;
    }
}
