using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Clocks;

namespace Cuobian.Tests.Matters;

/// <summary>Matters, categories and acts as tests need them, on the shipped calendar and limits.</summary>
internal static class Some
{
    /// <summary>Monday, 16 March 2026, nine in the morning in China.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 16, 9, 0, 0, TimeSpan.FromHours(8));

    public static readonly Clockwork Clockwork = new(ShippedCalendar(), ProcessLimits.Load());

    public static readonly Category Lamp = Category("0203");
    public static readonly Category Fire = Category("1104");

    public static readonly Actor Handler = new(new Guid("00000000-0000-0000-0000-000000000001"), "李工", "3599-CG", []);
    public static readonly Actor Verifier = new(new Guid("00000000-0000-0000-0000-000000000002"), "林敏", "359902001-SQ", []);

    public static Category Category(string code) =>
        Seeds.Read<Categories.Shipped>("categories.json").Categories.Single(c => c.Code == code).ToCategory();

    public static Act Act(DateTimeOffset at, Actor? by = null, Part part = Part.Staff) =>
        new(by ?? Handler, part, at, Clockwork) { Reason = "原因", Words = "说明" };

    public static Act System(DateTimeOffset at) => new(Actor.System, Part.System, at, Clockwork);

    public static Act Reporter(DateTimeOffset at) => new(Actor.Anonymous, Part.Reporter, at, Clockwork) { Reason = "还没好", Words = "谢谢" };

    public static Matter Registered(Category? category = null, DateTimeOffset? at = null) => Matter.Register(
        new Report("260312345678", "小区东门那盏灯坏三天了", Channel.Web, new Place("359902001001007", "359902001001007", null, null), category, Visibility.Public),
        Reporter(at ?? Monday));

    /// <summary>A lamp's matter brought to a state by the shortest legal way, each step a minute after the one before.</summary>
    public static Matter In(MatterState state, Category? category = null)
    {
        category ??= Lamp;
        var matter = Registered(category);
        var at = Monday;
        DateTimeOffset Next() => at = at.AddMinutes(1);
        if (state == MatterState.Registered) return matter;
        if (state == MatterState.Triage)
        {
            matter.SendToTriage("no_category", category, System(Next()));
            return matter;
        }
        if (state == MatterState.Rejected)
        {
            matter.SendToTriage("no_category", category, System(Next()));
            matter.Ask(Request(RequestKind.Rejection), Act(Next()));
            matter.Grant(category, Act(Next(), Verifier));
            return matter;
        }
        matter.Route("3599-CG", "test", category, System(Next()));
        if (state == MatterState.Dispatched) return matter;
        if (state == MatterState.Merged)
        {
            matter.MergeInto(In(MatterState.Handling), Act(Next()));
            return matter;
        }
        if (state == MatterState.Diverted)
        {
            matter.Divert(DivertTarget.Hotline12345, "GD-1", Act(Next()));
            return matter;
        }
        if (state == MatterState.Withdrawn)
        {
            matter.Withdraw(category, Reporter(Next()));
            return matter;
        }
        matter.Accept(Act(Next()));
        if (state == MatterState.Handling) return matter;
        matter.Submit(Outcome.Solved, category, Act(Next()));
        if (state == MatterState.Verifying) return matter;
        matter.Pass(Act(Next(), Verifier));
        if (state == MatterState.Feedback) return matter;
        matter.Rate(new Rating(true, state == MatterState.Closed, state == MatterState.Closed), category, Reporter(Next()));
        return matter;
    }

    /// <summary>Two parts that a matter is split into.</summary>
    public static List<Report> Parts =>
    [
        .. "灯不亮 井盖松了".Split(' ').Select(text => new Report("260312345678", text, Channel.Web, new Place("359902001001007", "359902001001007", null, null), Lamp, Visibility.Public)),
    ];

    /// <summary>A request of each kind, made by the handler.</summary>
    public static MatterRequest Request(RequestKind kind) =>
        new(kind, Handler.Account, "原因", "3599-YL", 120, PauseReason.Materials, Monday.AddDays(3));

    /// <summary>Makes it the moment that a row waits for, in a state where it can come.</summary>
    public static Matter At(this Matter matter, When moment, DateTimeOffset at)
    {
        RequestKind? asked = moment switch
        {
            When.TransferAsked => RequestKind.Transfer,
            When.SuspensionAsked => RequestKind.Suspension,
            When.ExtensionAsked => RequestKind.Extension,
            When.RejectionAsked => RequestKind.Rejection,
            When.SomethingAsked => matter.State == MatterState.Triage ? RequestKind.Rejection : RequestKind.Extension,
            _ => null,
        };
        if (asked is { } kind) matter.Ask(Request(kind), Act(at));
        if (moment is When.CoCalled or When.CoAccepted or When.CoOpen) matter.Whistle([("3599-YL", true)], Act(at, Verifier));
        if (moment is When.CoAccepted) matter.CoAccept("3599-YL", Act(at));
        if (moment is When.CallWaits or When.OnTheWay) matter.CallOut([Guid.CreateVersion7(at)], Act(at));
        if (moment is When.NoPanel or When.HasPanel or When.MilestoneOpen) matter.RaiseTierTo(Tier.Hard, Act(at));
        if (moment is When.HasPanel or When.MilestoneOpen) matter.FormPanel(["3599-YL"], Act(at));
        if (moment is When.MilestoneOpen) matter.SetMilestone(at.AddDays(7), Act(at));
        if (moment is When.Hidden) matter.Hide(HideMatter.OfText, Act(at));
        if (moment is When.Paused or When.AskedReporter) matter.AskReporter(Act(at));
        return matter;
    }

    private static WorkCalendar ShippedCalendar()
    {
        var assembly = typeof(Matter).Assembly;
        var years = new List<int>();
        var days = new List<Day>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Clocks.Seed.", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (year, listed) in CalendarFile.Read(file, new Faults(), CancellationToken.None).GetAwaiter().GetResult())
            {
                years.Add(year);
                days.AddRange(listed);
            }
        }
        return new WorkCalendar(OpeningHours.Default, years, days);
    }
}
