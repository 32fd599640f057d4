using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>The lead unit sends a matter back inside the return window, saying why, with photos that show it (command 8, 退回).</summary>
public sealed class ReturnMatter(Desk desk, CuobianDb db, AttachPhotos photos)
{
    public sealed class Form
    {
        /// <summary>Left out: something else.</summary>
        public ReturnReason? Why { get; set; }
        public string? Reason { get; set; }
        public List<Guid>? Photos { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/return", async (string number, Form? form, ReturnMatter send, CancellationToken ct) =>
            Answers.Of(await send.Run(number, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, Form form, CancellationToken ct)
    {
        new Faults().If(form.Why is { } why && !Enum.IsDefined(why), "why", "required").Throw();
        await photos.Check(form.Photos, ct);
        if (await desk.Open(number, MatterCommand.Return, null, form.Reason, null, ct) is not { } opened) return null;
        var matter = opened.Matter;
        var again = await db.Set<MatterEntry>().AnyAsync(e => e.MatterId == matter.Id && e.Command == MatterCommand.Return && e.ByUnit == opened.Act.By.Unit, ct);
        return await db.InOneTransaction(async () =>
        {
            matter.Return(opened.Category, opened.Act, again, form.Why ?? ReturnReason.Other);
            await photos.Add(matter, form.Photos, PhotoStage.Before, opened.Act.At, ct);
            await desk.Save(ct);
            return matter;
        }, ct);
    }
}
