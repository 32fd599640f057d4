using System.Globalization;
using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Rules;
using Cuobian.Matters.Words;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Somebody reports what they want put right; the rules send it to a unit, or a person looks at it (commands 1 to 3).</summary>
public sealed class ReportMatter(
    CuobianDb db, Actor actor, TimeProvider time, IPlaces places, Categories categories, Router router, IUnits units, Numbers numbers, Clocking clocking, DangerWords dangers, StoredFiles files, FindTwins twins, QuestionCatalogue questions, IGridTeam team, IConsents consents)
{
    public const int LongestText = 10_000;
    public const int MostPhotos = 9;

    public sealed class Form
    {
        public string? Text { get; set; }
        public string? CategoryCode { get; set; }
        public PointForm? Point { get; set; }
        public string? AreaCode { get; set; }
        public string? Address { get; set; }
        public ReporterForm? Reporter { get; set; }
        public List<Guid>? Photos { get; set; }

        /// <summary>Answers to the questions of the category, by the code of the question.</summary>
        public Dictionary<string, List<string>>? Answers { get; set; }

        /// <summary>Taken over from another platform, and its number for it; for staff who report for others.</summary>
        public DivertTarget? From { get; set; }
        public string? TheirNumber { get; set; }

        /// <summary>Asks that nobody but the reporter and those who handle it may read it.</summary>
        public bool Private { get; set; }

        /// <summary>The separate yes to keep name and phone with a matter of a sensitive kind.</summary>
        public bool Consent { get; set; }
    }

    public sealed record PointForm(double? Lat, double? Lon, string? Crs);

    public sealed record ReporterForm(string? Name, string? Phone);

    public sealed record Named(string Code, string Name);

    public sealed record Dues(DateTimeOffset? Accept, DateTimeOffset? Handle, DateTimeOffset? Triage);

    /// <summary>What the reporter gets back; the code is shown once and kept only as a hash.</summary>
    public sealed record Answer(string Number, string Code, MatterState State, Named? Grid, Named? Category, Named? Unit, Dues Due, string? Hotline, string Url);

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("", async (Form? form, ReportMatter report, CancellationToken ct) =>
        {
            var answer = await report.Run(form ?? new(), Channel.Api, ct);
            return Results.Created(answer.Url, answer);
        }).WithSummary("Report a matter. Anonymous callers are welcome; the answer holds the number and the code to follow it.");

    public async Task<Answer> Run(Form form, Channel channel, CancellationToken ct)
    {
        var text = TextRules.Clean(form.Text);
        var category = categories.Choose(form.CategoryCode);
        var (point, answers) = await Check(form, text, category, channel, ct);
        var place = PlaceOf(form, point);
        var now = time.GetUtcNow();
        if (form.From is not null) actor.RequireSomewhere(MattersPermissions.ReportFor);
        var theirs = form.From is null ? null : TextRules.Clean(form.TheirNumber);
        if (theirs is not null && await db.Matters.Where(m => m.CameFrom == form.From && m.TheirNumber == theirs).Select(m => m.Number).FirstOrDefaultAsync(ct) is { } known)
            throw new Refused("matters.came_already", theirs, known);
        var onBehalf = form.Reporter is not null && actor.MaySomewhere(MattersPermissions.ReportFor);
        var act = clocking.Act(actor, onBehalf ? Part.Staff : Part.Reporter, now);
        var visibility = form.Private ? Visibility.Private : category?.Sensitive == true ? Visibility.Restricted : Visibility.Public;

        var matter = Matter.Register(new Report(await numbers.Next(db, ct), text, channel, place, category, visibility) { Pins = clocking.Pins, Answers = answers, From = form.From, TheirNumber = theirs }, act);
        matter.AddPhotos(form.Photos ?? [], PhotoStage.Report, now);
        var danger = dangers.Find(text);
        await Send(matter, place, category, danger, ct);

        var code = Codes.New();
        db.Add(matter);
        db.Add(new MatterReporter
        {
            MatterId = matter.Id,
            CodeHash = Codes.Hash(matter.Number, code),
            Name = TextRules.Clean(form.Reporter?.Name),
            Phone = TextRules.Clean(form.Reporter?.Phone),
            Account = onBehalf ? null : actor.Account,
            ReportedBy = onBehalf ? actor.Account : null,
        });
        await db.ReadThenWrite(async () =>
        {
            await files.Attach(form.Photos ?? [], ct);
            var stored = await db.SaveChangesAsync(ct);
            if (form.Consent && category?.Sensitive == true) await consents.Give(IConsents.Sensitive, ShowAccess.Subject(matter.Number), ct);
            return stored;
        });
        return AnswerFor(matter, code, category, danger);
    }

    /// <summary>One clear rule and nothing unusual: straight to the unit. Everything else waits for a person.</summary>
    private async Task Send(Matter matter, Place place, Category? category, Danger? danger, CancellationToken ct)
    {
        var act = clocking.Act(Actor.System, Part.System, matter.RegisteredAt);
        var facts = RoutingFacts.Of(category?.Code ?? "", place.Area, matter.Text, matter.Channel, matter.RegisteredAt, danger is not null || category?.IsUrgent == true);
        var decision = router.Decide(category, place.Grid, facts);
        if (decision.Unit is not null && await twins.HasAny(matter, ct)) decision = new Decision(null, "twin");
        if (decision.Unit is { } unit) matter.Route(unit.Code, decision.Because, category!, act);
        else matter.SendToTriage(decision.Because, category, act);
        // Somebody goes at once; whether it was an emergency is found out there.
        if (decision.Because == "urgent" && await team.Of(place.Area, ct) is { Count: > 0 } people) matter.CallOut(people, act);
    }

    private async Task<(GeoPoint? Point, List<FormAnswer> Answers)> Check(Form form, string text, Category? category, Channel channel, CancellationToken ct)
    {
        var point = form.Point;
        var unknownPoint = point is not null && (point.Lat is not (>= -90 and <= 90) || point.Lon is not (>= -180 and <= 180));
        var photos = form.Photos ?? [];
        var faults = new Faults();
        var answers = FormAnswers.Read(questions.Book.For(category), form.Answers, faults);
        faults
            .Required(text, "text").AtMost(text, LongestText, "text")
            .If(!string.IsNullOrEmpty(form.CategoryCode) && category is null, "categoryCode", "matters.unknown_category", form.CategoryCode ?? "")
            .If(unknownPoint, "point", "matters.unknown_point")
            .If(Coordinates.Named(point?.Crs) is null, "point.crs", "matters.unknown_crs")
            .If(!string.IsNullOrEmpty(form.AreaCode) && places.Find(form.AreaCode) is null, "areaCode", "matters.unknown_area", form.AreaCode ?? "")
            .AtMost(form.Address, 200, "address")
            .If(form.From is { } sender && !Enum.IsDefined(sender), "from", "required")
            .AtMost(form.TheirNumber, 60, "theirNumber")
            .AtMost(form.Reporter?.Name, 50, "reporter.name")
            .If(form.Reporter?.Phone is { Length: > 0 } phone && !TextRules.IsPhone(phone), "reporter.phone", "matters.bad_phone")
            .If(channel == Channel.Web && NeedsConsent(category, form.Reporter?.Name, form.Reporter?.Phone) && !form.Consent, "consent", "matters.consent_needed")
            .If(photos.Count > MostPhotos, "photos", "matters.too_many_photos", MostPhotos)
            .If(photos.Count is > 0 and <= MostPhotos && !await files.AreFree(photos, ct), "photos", "matters.unknown_photo")
            .Throw();
        return (point is null ? null : Coordinates.ToWgs84(new GeoPoint(point.Lat!.Value, point.Lon!.Value), Coordinates.Named(point.Crs)!.Value), answers);
    }

    /// <summary>A name beside something sensitive needs a yes of its own; without name and phone nothing is asked, so that nobody is kept from reporting.</summary>
    internal static bool NeedsConsent(Category? category, string? name, string? phone) =>
        category?.Sensitive == true && !(string.IsNullOrWhiteSpace(name) && string.IsNullOrWhiteSpace(phone));

    private Place PlaceOf(Form form, GeoPoint? point)
    {
        var located = point is { } p ? places.Locate(p) : null;
        var area = located?.Grid ?? (form.AreaCode is { Length: > 0 } code ? places.Find(code) : null);
        return new Place(area?.Code ?? places.Root, area?.Level == AreaLevel.Grid ? area.Code : null, point, TextRules.Clean(form.Address));
    }

    private Answer AnswerFor(Matter matter, string code, Category? category, Danger? danger)
    {
        DateTimeOffset? Due(ClockKind kind) => matter.Clocks.FirstOrDefault(c => c.Kind == kind)?.DueAt;
        var grid = matter.Grid is null ? null : places.Find(matter.Grid);
        return new Answer(matter.Number, code, matter.State,
            grid is null ? null : new Named(grid.Code, grid.Name),
            category is null ? null : new Named(category.Code, category.Name(CultureInfo.CurrentUICulture.Name)),
            matter.LeadUnit is null ? null : new Named(matter.LeadUnit, units.Find(matter.LeadUnit)?.Name ?? matter.LeadUnit),
            new Dues(Due(ClockKind.Accept), Due(ClockKind.Handle), Due(ClockKind.Triage)),
            danger?.Hotline ?? category?.Hotline, $"/matters/{matter.Number}");
    }
}
