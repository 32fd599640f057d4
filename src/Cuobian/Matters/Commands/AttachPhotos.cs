using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>The reporter or staff add photos later (command 26); other commands bring theirs through here too.</summary>
public sealed class AttachPhotos(Desk desk, CuobianDb db, StoredFiles files)
{
    public sealed class Form
    {
        public List<Guid>? Photos { get; set; }
        public PhotoStage Stage { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/attach", async (string number, string? code, Form? form, AttachPhotos attach, CancellationToken ct) =>
            Answers.Of(await attach.Run(number, code, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, string? code, Form form, CancellationToken ct)
    {
        await Check(form.Photos, ct, required: true);
        if (await desk.Open(number, MatterCommand.Attach, code, null, form.Words, ct) is not { } opened) return null;
        return await db.InOneTransaction(async () =>
        {
            // Only those who do the work can say that a photo shows it.
            opened.Matter.Attach(form.Photos!, opened.ByReporter ? PhotoStage.Report : form.Stage, opened.Act);
            await files.Attach(form.Photos!, ct);
            await desk.Save(ct);
            return opened.Matter;
        }, ct);
    }

    /// <summary>Are these uploads that nothing else uses yet?</summary>
    public async Task Check(List<Guid>? photos, CancellationToken ct, string field = "photos", bool required = false) => new Faults()
        .If(required && photos is not { Count: > 0 }, field, "required")
        .If(photos?.Count > ReportMatter.MostPhotos, field, "matters.too_many_photos", ReportMatter.MostPhotos)
        .If(photos is { Count: > 0 and <= ReportMatter.MostPhotos } && !await files.AreFree(photos, ct), field, "matters.unknown_photo")
        .Throw();

    internal async Task Add(Matter matter, List<Guid>? photos, PhotoStage stage, DateTimeOffset at, CancellationToken ct)
    {
        if (photos is not { Count: > 0 }) return;
        matter.AddPhotos(photos, stage, at);
        await files.Attach(photos, ct);
    }
}
