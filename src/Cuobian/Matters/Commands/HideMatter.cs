using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Hides words or a photo that name or harm somebody, with a reason, or shows them again; the original stays in the file (command 26, 隐藏).</summary>
public sealed class HideMatter(Desk desk, CuobianDb db)
{
    public const string OfText = "text";
    private const string Entry = "entry:";
    private const string Photo = "photo:";

    public sealed class Form
    {
        /// <summary><c>text</c> of the report, <c>entry:3</c> for the words of a line, or <c>photo:</c> and its id.</summary>
        public string? What { get; set; }
        public string? Reason { get; set; }
    }

    public static string OfEntry(int seq) => string.Create(CultureInfo.InvariantCulture, $"{Entry}{seq}");

    public static string OfPhoto(Guid file) => $"{Photo}{file}";

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/hide", async (string number, Form? form, HideMatter hide, CancellationToken ct) =>
            Answers.Of(await hide.Run(number, MatterCommand.Hide, form ?? new(), ct)))
            .WithSummary("Hide `text`, `entry:3` or `photo:ID` from the reporter and the public, with a reason; `restore` shows it again.");
        matters.MapPost("/{number}/restore", async (string number, Form? form, HideMatter hide, CancellationToken ct) =>
            Answers.Of(await hide.Run(number, MatterCommand.Restore, form ?? new(), ct)));
    }

    public async Task<Matter?> Run(string number, MatterCommand command, Form form, CancellationToken ct)
    {
        new Faults().Required(form.What, "what").Throw();
        if (await desk.Open(number, command, null, form.Reason, null, ct) is not { } opened) return null;
        if (!await Has(opened.Matter.Id, form.What!, ct)) throw new Invalid([new Fault("what", "matters.nothing_to_hide", form.What!)]);
        if (command == MatterCommand.Hide) opened.Matter.Hide(form.What!, opened.Act);
        else opened.Matter.Restore(form.What!, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    private async Task<bool> Has(Guid matter, string what, CancellationToken ct)
    {
        if (what == OfText) return true;
        if (what.StartsWith(Photo, StringComparison.Ordinal) && Guid.TryParseExact(what[Photo.Length..], "D", out var file))
            return OfPhoto(file) == what && await db.Set<MatterPhoto>().AnyAsync(p => p.MatterId == matter && p.FileId == file, ct);
        return what.StartsWith(Entry, StringComparison.Ordinal) && int.TryParse(what[Entry.Length..], CultureInfo.InvariantCulture, out var seq) && OfEntry(seq) == what
            && await db.Set<MatterEntry>().AnyAsync(e => e.MatterId == matter && e.Seq == seq && e.Words != null, ct);
    }
}
