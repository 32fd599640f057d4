using Cuobian.Data;
using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>The handler hands in the result with words for the reporter and photos of the work (command 15).</summary>
public sealed class SubmitResult(Desk desk, CuobianDb db, AttachPhotos photos)
{
    public sealed class Form
    {
        public Outcome? Outcome { get; set; }

        /// <summary>The answer the reporter will read once it is verified.</summary>
        public string? Words { get; set; }
        public string? Reason { get; set; }
        public List<Guid>? Photos { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/submit", async (string number, Form? form, SubmitResult submit, CancellationToken ct) =>
            Answers.Of(await submit.Run(number, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, Form form, CancellationToken ct)
    {
        new Faults().If(form.Outcome is null, "outcome", "required").Throw();
        await photos.Check(form.Photos, ct);
        if (await desk.Open(number, MatterCommand.Submit, null, form.Reason, form.Words, ct) is not { } opened) return null;
        return await db.InOneTransaction(async () =>
        {
            opened.Matter.Submit(form.Outcome!.Value, opened.Category, opened.Act);
            await photos.Add(opened.Matter, form.Photos, PhotoStage.After, opened.Act.At, ct);
            await desk.Save(ct);
            return opened.Matter;
        }, ct);
    }
}
