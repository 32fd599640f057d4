using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>A grid worker reports what they found on the round, and says so when they put it right on the spot: one act, both or neither.</summary>
public sealed class ReportInField(CuobianDb db, Actor actor, ReportMatter report, SelfHandleMatter handle)
{
    public sealed class Form
    {
        public string? Text { get; set; }
        public string? CategoryCode { get; set; }
        public ReportMatter.PointForm? Point { get; set; }
        public string? AreaCode { get; set; }
        public string? Address { get; set; }

        /// <summary>As it was found.</summary>
        public List<Guid>? Photos { get; set; }

        /// <summary>It is put right already; the words and the photos after the work say how.</summary>
        public bool Done { get; set; }
        public string? Words { get; set; }
        public List<Guid>? After { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/field", async (Form? form, ReportInField report, CancellationToken ct) =>
        {
            var answer = await report.Run(form ?? new(), ct);
            return Results.Created(answer.Url, answer);
        }).WithSummary("Report a matter found on the round; with `done` it is handled on the spot in the same act.");

    public Task<ReportMatter.Answer> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.SelfHandle);
        return db.InOneTransaction(async () =>
        {
            var answer = await report.Run(new ReportMatter.Form
            {
                Text = form.Text,
                CategoryCode = form.CategoryCode,
                Point = form.Point,
                AreaCode = form.AreaCode,
                Address = form.Address,
                Photos = form.Photos,
            }, Channel.Field, ct);
            if (form.Done) await handle.Run(answer.Number, new SelfHandleMatter.Form { Words = form.Words, After = form.After }, ct);
            return answer;
        }, ct);
    }
}
