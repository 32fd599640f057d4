using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Makes several matters of one that holds several; reporter and supporters follow all of them (command 22, 拆分).</summary>
public sealed class SplitMatter(Desk desk, CuobianDb db, Categories categories, Router router, Numbers numbers)
{
    public const int FewestParts = 2;

    public sealed class Form
    {
        public List<PartForm>? Parts { get; set; }
        public string? Reason { get; set; }
    }

    /// <summary>What one part is about; without a category it keeps that of the whole.</summary>
    public sealed record PartForm(string? Text, string? CategoryCode = null);

    /// <summary>Where the whole stands, and the numbers of its new parts.</summary>
    public sealed record Answer(string Number, MatterState State, IReadOnlyList<string> Parts);

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/split", async (string number, Form? form, SplitMatter split, CancellationToken ct) =>
            await split.Run(number, form ?? new(), ct) is { } done ? Results.Ok(new Answer(number, done.Whole.State, [.. done.Parts.Select(p => p.Number)])) : Results.NotFound())
            .WithSummary("Make 2 to 10 matters of one: `parts` with `text` and, where it differs, `categoryCode`.");

    public async Task<(Matter Whole, IReadOnlyList<Matter> Parts)?> Run(string number, Form form, CancellationToken ct)
    {
        Check(form.Parts ?? []);
        if (await desk.Open(number, MatterCommand.Split, null, form.Reason, null, ct) is not { } opened) return null;
        return await db.InOneTransaction(async () =>
        {
            var whole = opened.Matter;
            var reports = new List<Report>();
            foreach (var part in form.Parts!) reports.Add(ReportOf(whole, part, opened.Category, await numbers.Next(db, ct)));
            var parts = whole.Split(reports, opened.Act);
            foreach (var (part, report) in parts.Zip(reports)) Send(part, report, opened.Act);
            db.AddRange(parts);
            await Follow(whole, parts, ct);
            await desk.Save(ct);
            return (whole, parts);
        }, ct);
    }

    private Report ReportOf(Matter whole, PartForm part, Category? category, string number)
    {
        var own = categories.Find(part.CategoryCode) ?? category;
        var visibility = own?.Sensitive == true && whole.Visibility == Visibility.Public ? Visibility.Restricted : whole.Visibility;
        return new Report(number, TextRules.Clean(part.Text), whole.Channel, whole.Place, own, visibility);
    }

    /// <summary>A dispatcher has just looked at it, so only a missing grid, category or unit is left to a person.</summary>
    private void Send(Matter part, Report report, Act act)
    {
        var bySystem = new Act(Actor.System, Part.System, act.At, act.Clockwork);
        var route = report.Category is null || report.Place.Grid is null ? null : router.Find(report.Category, report.Place.Area);
        if (route is null) part.SendToTriage("split", report.Category, bySystem);
        else part.Route(route.Unit.Code, route.Because, report.Category!, bySystem);
    }

    /// <summary>The code of the whole opens its parts too.</summary>
    private async Task Follow(Matter whole, IReadOnlyList<Matter> parts, CancellationToken ct)
    {
        var reporter = await db.Reporters.AsNoTracking().SingleAsync(r => r.MatterId == whole.Id, ct);
        var supporters = await db.Set<MatterSupporter>().AsNoTracking().Where(s => s.MatterId == whole.Id).ToListAsync(ct);
        foreach (var part in parts)
        {
            db.Add(new MatterReporter
            {
                MatterId = part.Id,
                Account = reporter.Account,
                Name = reporter.Name,
                Phone = reporter.Phone,
                ReportedBy = reporter.ReportedBy,
                CodeHash = reporter.CodeHash,
                CodeOf = whole.Number,
            });
            db.AddRange(supporters.Select(s => new MatterSupporter { MatterId = part.Id, Who = s.Who, At = s.At }));
        }
    }

    private void Check(List<PartForm> parts)
    {
        var faults = new Faults().If(parts.Count is < FewestParts or > Matter.MostParts, "parts", "matters.parts_number", FewestParts, Matter.MostParts);
        foreach (var (at, part) in parts.Index())
            faults.Required(part.Text, $"parts[{at}].text").AtMost(part.Text, ReportMatter.LongestText, $"parts[{at}].text")
                .If(!string.IsNullOrEmpty(part.CategoryCode) && categories.Find(part.CategoryCode) is null, $"parts[{at}].categoryCode", "matters.unknown_category", part.CategoryCode ?? "");
        faults.Throw();
    }
}
