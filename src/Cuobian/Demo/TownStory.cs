using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Notices.Letters;
using Cuobian.Places.Contracts;

namespace Cuobian.Demo;

/// <summary>
/// Sixty days of the demo town: residents report, staff act, timers fire, all through the real commands at the times the
/// story gives them. The same seed tells the same story.
/// </summary>
internal sealed class TownStory(IServiceScopeFactory scopes, WorkQueue queue, DemoClock clock, DemoStaff staff, int seed, CancellationToken ct)
{
    public const int Days = 60;
    private readonly Random random = new(seed);
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, int Order)> plan = new();
    private int planned;

    public async Task Tell(int matters, DateTimeOffset until, Action<string> tell)
    {
        var reports = DemoTown.Reports();
        var grids = await In(Actor.System, s => Task.FromResult(s.GetRequiredService<IPlaces>().Shapes("3599")));
        for (var n = 0; n < matters; n++)
        {
            var report = reports[n * 7 % reports.Count];
            var grid = grids[(int)(grids.Count * Math.Pow(random.NextDouble(), 1.5))];
            // Now and then it is the resident of the demo sign-ins.
            var own = n % 40 == 9;
            Plan(Daytime(until.AddDays(-Days * Math.Pow(random.NextDouble(), 1.35)), until), () => Report(report, Middle(grid), own));
        }

        Plan(until.AddDays(-1), ReadNotices);
        var day = -1;
        while (plan.TryDequeue(out var step, out var when) && when.At < until)
        {
            await LetTimersFire(when.At);
            clock.MoveTo(when.At);
            await step();
            if (Days - (until - when.At).Days is var now && now > day && now % 10 == 0) tell($"the story, day {day = now} of {Days}");
        }
        await LetTimersFire(until);
    }

    private async Task Report(DemoReport report, GeoPoint point, bool own)
    {
        var (chosen, inField) = (Chance(0.7), Chance(0.15));
        var reporter = Chance(0.5) ? new ReportMatter.ReporterForm(Pick("陈", "林", "黄", "苏", "庄") + Pick("女士", "先生", "阿婆", "师傅"), $"120{random.Next(10_000_000, 99_999_999)}") : null;
        var answer = await In(own ? staff.Of("resident") : inField ? staff.Of("grid") : Actor.Anonymous, s => s.GetRequiredService<ReportMatter>().Run(new ReportMatter.Form
        {
            Text = report.Text,
            CategoryCode = chosen ? report.Category : null,
            Point = new ReportMatter.PointForm(point.Lat, point.Lon, null),
            Reporter = own ? null : reporter,
            Consent = !own && reporter is not null,
        }, inField && !own ? Channel.Field : Channel.Web, ct));
        var matter = new Told(answer.Number, answer.Code, report.Category);
        if (answer.State == MatterState.Triage) Later(5, 80, () => Triage(matter));
        else Later(10, 170, () => Take(matter, answer.Unit!.Code));
    }

    private async Task Triage(Told matter)
    {
        await In(staff.Of("centre"), s => s.GetRequiredService<ClassifyMatter>().Run(matter.Number, new ClassifyMatter.Form { CategoryCode = matter.Category }, ct));
        var unit = await In(staff.Of("centre"), async s =>
        {
            var shown = (await s.GetRequiredService<ShowMatter>().ToStaff(matter.Number, ct))!;
            var unit = s.GetRequiredService<Router>().Find(s.GetRequiredService<Categories>().Find(matter.Category)!, shown.Row.Area)?.Unit.Code ?? "359900000000-ZZ";
            await s.GetRequiredService<DispatchMatter>().Run(matter.Number, new DispatchMatter.Form { UnitCode = unit }, ct);
            return unit;
        });
        Later(10, 170, () => Take(matter, unit));
    }

    private async Task Take(Told matter, string unit)
    {
        var handler = await staff.HandlerOf(unit, ct);
        if (matter.Returns == 0 && Chance(0.04) && await GaveBack(matter, handler))
        {
            Later(20, 120, () => Triage(matter with { Returns = 1 }));
            return;
        }
        await In(handler, s => s.GetRequiredService<AcceptMatter>().Run(matter.Number, ct));
        Later(40, Chance(0.08) ? 6000 : 300, () => Submit(matter, handler));
    }

    /// <summary>Over night the time for sending it back may have run out.</summary>
    private async Task<bool> GaveBack(Told matter, Actor handler)
    {
        try
        {
            await In(handler, s => s.GetRequiredService<ReturnMatter>().Run(matter.Number, new ReturnMatter.Form { Reason = "不属于本单位职责" }, ct));
            return true;
        }
        catch (Refused late) when (late.Code == "matters.return_window_over")
        {
            return false;
        }
    }

    private async Task Submit(Told matter, Actor handler)
    {
        var (outcome, words) = Results[random.Next(Results.Length)];
        await In(handler, s => s.GetRequiredService<SubmitResult>().Run(matter.Number, new SubmitResult.Form { Outcome = outcome, Words = words }, ct));
        Later(30, 700, () => Verify(matter, handler));
    }

    private async Task Verify(Told matter, Actor handler)
    {
        var verify = Chance(0.9) || matter.Fails > 0;
        await In(staff.Of("verifier"), s => verify
            ? s.GetRequiredService<VerifyMatter>().Pass(matter.Number, new VerifyMatter.Form { Words = "现场看过，已经处理好。" }, ct)
            : s.GetRequiredService<VerifyMatter>().Fail(matter.Number, new VerifyMatter.Form { Reason = "现场还没有完全恢复" }, ct));
        if (!verify) Later(60, 500, () => Submit(matter with { Fails = 1 }, handler));
        else if (Chance(0.6)) Later(60, 5000, () => Rate(matter, handler));
    }

    private async Task Rate(Told matter, Actor handler)
    {
        var content = Chance(0.88) || matter.Reworked;
        await In(Actor.Anonymous, s => s.GetRequiredService<RateMatter>().Run(matter.Number, matter.Code,
            new RateMatter.Form { Prompt = Chance(0.85), Solved = content, Satisfied = content, Words = content ? "谢谢，修好了。" : "看着还是老样子，希望再来看看。" }, ct));
        if (!content) Later(60, 400, () => Settle(matter, handler));
    }

    private async Task Settle(Told matter, Actor handler)
    {
        var again = Chance(0.8);
        await In(staff.Of("centre"), s => again
            ? s.GetRequiredService<SettleReview>().Rework(matter.Number, new SettleReview.Form { Reason = "已回访，请再处理一次", Words = "我们已联系您，会再去处理。" }, ct)
            : s.GetRequiredService<SettleReview>().Uphold(matter.Number, new SettleReview.Form { Reason = "已核实，超出本次处理范围", Words = "已向您说明原因。" }, ct));
        if (again) Later(120, 900, () => Submit(matter with { Reworked = true }, handler));
    }

    /// <summary>Everybody who can be signed in as has looked into their inbox once: what is new there is of the last day.</summary>
    private async Task ReadNotices()
    {
        foreach (var door in DemoStaff.Doors) await In(staff.Of(door.Login), s => s.GetRequiredService<ReadInbox>().ReadAll(ct));
    }

    private async Task LetTimersFire(DateTimeOffset before)
    {
        while (await queue.NextDue(ct) is { } due && due <= before)
        {
            if (due > clock.GetUtcNow()) clock.MoveTo(due);
            await queue.DeliverDue(ct);
        }
    }

    private async Task<T> In<T>(Actor actor, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = actor;
        return await work(scope.ServiceProvider);
    }

    private void Plan(DateTimeOffset at, Func<Task> step) => plan.Enqueue(step, (at, planned++));

    /// <summary>Staff act while offices are open; the waiting is in minutes from now.</summary>
    private void Later(int least, int most, Func<Task> step)
    {
        var at = clock.GetUtcNow().AddMinutes(random.Next(least, most));
        Plan(Office(at.ToOffset(TimeSpan.FromHours(8))), step);
    }

    private DateTimeOffset Office(DateTimeOffset at) => at.Hour switch
    {
        < 8 => at.AddHours(8 - at.Hour),
        12 or 13 => at.AddHours(2),
        >= 18 => at.AddHours(14 + random.NextDouble()),
        _ => at,
    };

    /// <summary>People report from seven in the morning until ten at night.</summary>
    private DateTimeOffset Daytime(DateTimeOffset at, DateTimeOffset until)
    {
        var day = at.ToOffset(TimeSpan.FromHours(8));
        var moved = new DateTimeOffset(day.Date, day.Offset).AddHours(7 + 15 * random.NextDouble());
        return moved < until ? moved : at;
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private string Pick(params string[] words) => words[random.Next(words.Length)];

    private static GeoPoint Middle(GridShape grid) =>
        new(grid.Rings[0].SkipLast(1).Average(p => p.Lat), grid.Rings[0].SkipLast(1).Average(p => p.Lon));

    private static readonly (Outcome, string)[] Results =
    [
        (Outcome.Solved, "已经处理好，请您放心。"),
        (Outcome.Solved, "工作人员当天到场，问题已解决。"),
        (Outcome.Solved, "已更换损坏的部件并试用正常。"),
        (Outcome.PartlySolved, "先做了临时处理，剩下的部分已列入本月计划。"),
        (Outcome.Explained, "已上门说明情况，并告知下一步办理途径。"),
        (Outcome.NotPossible, "现有规定不允许，已书面说明理由。"),
    ];

    /// <summary>What the story remembers of a matter.</summary>
    private sealed record Told(string Number, string Code, string Category, int Returns = 0, int Fails = 0, bool Reworked = false);
}
