using Cuobian.Data;

namespace Cuobian.Matters;

/// <summary>A grid worker puts it right on the spot, with photos; somebody else still verifies it (command 6).</summary>
public sealed class SelfHandleMatter(Desk desk, CuobianDb db, AttachPhotos photos)
{
    public sealed class Form
    {
        public string? Words { get; set; }
        public List<Guid>? Before { get; set; }
        public List<Guid>? After { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/self-handle", async (string number, Form? form, SelfHandleMatter handle, CancellationToken ct) =>
            Answers.Of(await handle.Run(number, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, Form form, CancellationToken ct)
    {
        await photos.Check(form.Before, ct, "before");
        await photos.Check(form.After, ct, "after", required: true);
        if (await desk.Open(number, MatterCommand.SelfHandle, null, null, form.Words, ct) is not { } opened) return null;
        return await db.InOneTransaction(async () =>
        {
            opened.Matter.SelfHandle(opened.Category, opened.Act);
            await photos.Add(opened.Matter, form.Before, PhotoStage.Before, opened.Act.At, ct);
            await photos.Add(opened.Matter, form.After, PhotoStage.After, opened.Act.At, ct);
            await desk.Save(ct);
            return opened.Matter;
        }, ct);
    }
}
