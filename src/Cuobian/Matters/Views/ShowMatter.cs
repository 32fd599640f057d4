using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Rules;
using Cuobian.Matters.Words;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>One line of the story as the reporter may read it: the part somebody had, never a name of a resident.</summary>
public sealed record PublicStep(DateTimeOffset At, MatterCommand Command, MatterState State, Part Part, string? Unit, string? Words);

/// <summary>A clock as people read it.</summary>
public sealed record ClockView(ClockKind Kind, int BudgetMinutes, int? UsedMinutes, DateTimeOffset StartedAt, DateTimeOffset? Due, bool Runs, bool? Late);

/// <summary>A matter as its reporter sees it: no names, no reasons meant for staff, the answer only once it is verified.</summary>
public sealed record PublicMatter(
    string Number, MatterState State, string Text, ReportMatter.Named? Category, ReportMatter.Named? Grid, ReportMatter.Named? Unit, string? Address,
    DateTimeOffset RegisteredAt, DateTimeOffset? ClosedAt, DateTimeOffset? Due, int Supporters, Outcome? Outcome, string? Answer, Rating? Rating,
    IReadOnlyList<PublicStep> Steps, IReadOnlyList<Guid> Photos, IReadOnlyList<MatterCommand> Acts)
{
    /// <summary>The matters it was split into.</summary>
    public IReadOnlyList<PartView> Parts { get; init; } = [];

    /// <summary>Staff hid the words of the report, because they name or harm somebody.</summary>
    public bool TextHidden { get; init; }

    /// <summary>How far the panel of a hard matter is.</summary>
    public IReadOnlyList<Milestone> Milestones { get; init; } = [];
}

/// <summary>A matter that was split from another, and where it stands.</summary>
public sealed record PartView(string Number, MatterState State, ReportMatter.Named? Category);

/// <summary>A called unit and where it stands.</summary>
public sealed record CoView(ReportMatter.Named Unit, CoState State, bool Mandatory, DateTimeOffset? Due, bool? Late);

/// <summary>What goes on beside the straight way of a matter.</summary>
public sealed record BesideView(
    MatterRequest? Request, PauseReason? Pause, DateTimeOffset? PausedUntil, IReadOnlyList<CoView> Joint, string? MergedInto, DivertTarget? DivertedTo, string? ExternalNumber, bool Supervised)
{
    public string? Whole { get; init; }

    /// <summary>Who passed it on to us, with their number.</summary>
    public DivertTarget? CameFrom { get; init; }

    public string? TheirNumber { get; init; }

    /// <summary>The level that supervises it.</summary>
    public string? SupervisedAt { get; init; }

    public IReadOnlyList<PartView> Parts { get; init; } = [];

    public MatterPanel? Panel { get; init; }

    public CallStage Call { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>What only staff see.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Open matters that may be the same one; looked for only while a person still decides where it goes.</summary>
    public IReadOnlyList<FindTwins.Twin> Twins { get; init; } = [];
}

/// <summary>A matter as staff see it: everything but the reporter's full identity.</summary>
public sealed record StaffMatter(
    Guid Id, MatterRow Row, ReportMatter.Named? Category, IReadOnlyList<ReportMatter.Named> Places, ReportMatter.Named? Unit, double? Lat, double? Lon,
    string? RoutedBecause, string ReporterName, string ReporterPhone, Channel Channel, Outcome? Outcome, string? Answer, Rating? Rating, int Returns, int Fails, int Reopens,
    IReadOnlyList<MatterEntry> Entries, IReadOnlyList<ClockView> Clocks, IReadOnlyList<MatterPhoto> Photos, IReadOnlyList<MatterRule> Acts, BesideView Beside)
{
    /// <summary>What was answered to the questions of its category.</summary>
    public IReadOnlyList<FormAnswer> Answers { get; init; } = [];
}

/// <summary>Shows one matter: to its reporter by number and code or account, to staff by right; to anybody else it does not exist.</summary>
public sealed class ShowMatter(CuobianDb db, Actor actor, TimeProvider time, IPlaces places, IUnits units, Categories categories, Clocking clocking, IAccounts accounts, FindTwins twins)
{
    private static readonly MatterState[] AnswerIsOut = [MatterState.Feedback, MatterState.Review, MatterState.Closed];

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("/{number}", async (string number, string? code, ShowMatter show, CancellationToken ct) =>
            await show.ToReporter(number, code, ct) is { } view ? Results.Ok(view) : Results.NotFound())
            .WithSummary("Follow a matter by its number and code (or as staff who may read it).");

    public async Task<PublicMatter?> ToReporter(string number, string? code, CancellationToken ct)
    {
        if (await Load(number, ct) is not { } matter) return null;
        var facts = matter.Facts(await Desk.IsReporter(db, actor, matter, code, ct));
        if (!Desk.MaySee(actor, facts)) return null;

        var isOut = AnswerIsOut.Contains(matter.State);
        var verified = Verified(matter.Entries);
        var answerHidden = matter.Entries.Where(IsResult).MaxBy(e => e.Seq) is { } last && matter.Hides(last);
        return new PublicMatter(matter.Number, matter.State, matter.HidesText ? "" : matter.Text, Name(categories.Find(matter.CategoryCode, matter.CategoriesVersion)), Name(matter.Grid),
            UnitName(matter.LeadUnit), matter.Address, matter.RegisteredAt, matter.ClosedAt,
            matter.Clocks.Where(c => c.Kind == ClockKind.Handle).MaxBy(c => c.StartedAt) is { PausedAt: null } handle ? handle.DueAt : null, matter.Supporters,
            isOut ? matter.Outcome : null, isOut && !answerHidden ? matter.Answer : null, RatingOf(matter),
            [.. matter.Entries.OrderBy(e => e.Seq).Where(IsPublic).Select(e => new PublicStep(e.At, e.Command, e.To, e.Part,
                e.Part == Part.Staff ? UnitName(e.ByUnit)?.Name : null, matter.Hides(e) || (IsResult(e) && !verified.Contains(e.Seq)) ? null : e.Words))],
            [.. matter.Photos.Where(p => !matter.Hides(p) && (p.Stage == PhotoStage.Report || isOut)).Select(p => p.FileId)],
            [.. MatterRules.Legal(actor, facts).Where(r => facts.ByReporter && r.Who is Who.Reporter or Who.ReporterOrStaff).Select(r => r.Command)])
        {
            Parts = await PartsOf(matter, ct),
            TextHidden = matter.HidesText,
            Milestones = matter.Panel?.Milestones ?? [],
        };
    }

    public async Task<StaffMatter?> ToStaff(string number, CancellationToken ct)
    {
        if (await Load(number, ct) is not { } m) return null;
        var facts = m.Facts(byReporter: await Desk.IsReporter(db, actor, m, null, ct));
        if (!Desk.MayRead(actor, facts)) return null;

        var reporter = await db.Reporters.AsNoTracking().SingleAsync(r => r.MatterId == m.Id, ct);
        await NameStaff(m.Entries, ct);
        var row = new MatterRow(m.Id, m.Number, m.State, m.Tier, m.Visibility, m.Text, m.CategoryCode, m.Area, m.Grid, m.Address, m.LeadUnit, m.Supporters, m.RegisteredAt, m.UpdatedAt, m.NextDueAt);
        return new StaffMatter(m.Id, row, Name(categories.Find(m.CategoryCode, m.CategoriesVersion)), [.. places.Path(m.Area).Select(a => new ReportMatter.Named(a.Code, a.Name))],
            UnitName(m.LeadUnit), m.Lat, m.Lon, m.RoutedBecause, Mask.Name(reporter.Name), Mask.Phone(reporter.Phone), m.Channel, m.Outcome, m.Answer, RatingOf(m), m.Returns, m.Fails, m.Reopens,
            [.. m.Entries.OrderByDescending(e => e.Seq)], [.. m.Clocks.OrderBy(c => c.StartedAt).Select(c => View(c, clocking.For(m)))], [.. m.Photos.OrderBy(p => p.At)],
            [.. MatterRules.Legal(actor, facts).Where(r => r.Who != Who.Reporter)], await BesideOf(m, ct))
        { Answers = m.FormAnswers ?? [] };
    }

    private async Task<BesideView> BesideOf(Matter m, CancellationToken ct) => new(m.Request, m.Pause, m.PausedUntil,
        [.. m.Co.OrderBy(c => c.CalledAt).Select(c => new CoView(UnitName(c.Unit)!, c.State, c.Mandatory, c.DueAt, c.Late))],
        m.MergedInto is { } root ? await db.Matters.Where(other => other.Id == root).Select(other => other.Number).SingleOrDefaultAsync(ct) : null,
        m.DivertedTo, m.ExternalNumber, m.Supervised)
    {
        Whole = m.SplitFrom is { } whole ? await db.Matters.Where(other => other.Id == whole).Select(other => other.Number).SingleOrDefaultAsync(ct) : null,
        Parts = await PartsOf(m, ct),
        CameFrom = m.CameFrom,
        TheirNumber = m.TheirNumber,
        SupervisedAt = m.SupervisedAt is { } level ? places.Find(level)?.Name : null,
        Hidden = m.Hidden,
        Panel = m.Panel,
        Call = m.Facts(byReporter: false).Call,
        ArrivedAt = m.ArrivedAt,
        Twins = m.State == MatterState.Triage ? await twins.Of(m, ct) : [],
    };

    private async Task<IReadOnlyList<PartView>> PartsOf(Matter matter, CancellationToken ct)
    {
        if (matter.PartCount == 0) return [];
        var parts = await db.Matters.AsNoTracking().Where(m => m.SplitFrom == matter.Id).OrderBy(m => m.Id).Select(m => new { m.Number, m.State, m.CategoryCode }).ToListAsync(ct);
        return [.. parts.Select(p => new PartView(p.Number, p.State, Name(categories.Find(p.CategoryCode))))];
    }

    /// <summary>Names of staff are not written into the story; they are looked up for the colleagues who read it.</summary>
    private async Task NameStaff(IReadOnlyCollection<MatterEntry> entries, CancellationToken ct)
    {
        var staff = entries.Where(e => e.Part == Part.Staff && e.By is not null).ToList();
        var names = await accounts.NamesOf([.. staff.Select(e => e.By!.Value).Distinct()], ct);
        foreach (var entry in staff) entry.ByName = names.GetValueOrDefault(entry.By!.Value);
    }

    private async Task<Matter?> Load(string number, CancellationToken ct) => !Numbers.IsValid(number) ? null : await db.Matters.AsNoTracking().AsSplitQuery()
        .Include(m => m.Clocks).Include(m => m.Entries).Include(m => m.Photos).Include(m => m.Co).SingleOrDefaultAsync(m => m.Number == number, ct);

    private ClockView View(MatterClock clock, Clockwork clockwork) => new(clock.Kind, clock.BudgetMinutes,
        clock.Runs ? clock.BudgetMinutes - clock.Left(time.GetUtcNow(), clockwork) : clock.UsedMinutes,
        clock.StartedAt, clock.DueAt, clock.Runs, clock.Runs ? clock.IsOver(time.GetUtcNow()) : clock.Late);

    /// <summary>What the offices settle among themselves, and who else cares, is no step of the reporter's story.</summary>
    private static bool IsPublic(MatterEntry entry) => entry.Command is not (MatterCommand.AcceptTimeout or MatterCommand.Support
        or MatterCommand.RequestTransfer or MatterCommand.RequestSuspension or MatterCommand.RequestExtension or MatterCommand.RequestRejection or MatterCommand.DenyRequest
        or MatterCommand.RaiseTier or MatterCommand.LowerTier or MatterCommand.Supervise or MatterCommand.Breach
        or MatterCommand.CoAccept or MatterCommand.CoRefuse or MatterCommand.CoFinish or MatterCommand.CoTimeout or MatterCommand.Waive or MatterCommand.Hide or MatterCommand.Restore
        or MatterCommand.Warn or MatterCommand.Escalate or MatterCommand.Meet);

    private static bool IsResult(MatterEntry entry) => entry.Command is MatterCommand.Submit or MatterCommand.SelfHandle;

    /// <summary>The results that passed: what was sent back or is still being looked at never was an answer.</summary>
    private static HashSet<int> Verified(IEnumerable<MatterEntry> entries)
    {
        var verified = new HashSet<int>();
        MatterEntry? result = null;
        foreach (var entry in entries.OrderBy(e => e.Seq))
        {
            if (IsResult(entry)) result = entry;
            else if (entry.Command == MatterCommand.Pass && result is not null) verified.Add(result.Seq);
        }
        return verified;
    }

    private static Rating? RatingOf(Matter matter) =>
        matter.RatedPrompt is { } prompt ? new Rating(prompt, matter.RatedSolved!.Value, matter.RatedSatisfied!.Value) : null;

    private static ReportMatter.Named? Name(Category? category) =>
        category is null ? null : new ReportMatter.Named(category.Code, category.Name(CultureInfo.CurrentUICulture.Name));

    private ReportMatter.Named? Name(string? area) =>
        area is not null && places.Find(area) is { } found ? new ReportMatter.Named(found.Code, found.Name) : null;

    private ReportMatter.Named? UnitName(string? unit) => unit is null ? null : new ReportMatter.Named(unit, units.Recall(unit)?.Name ?? unit);
}
