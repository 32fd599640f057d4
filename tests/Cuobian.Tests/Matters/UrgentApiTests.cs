using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;

namespace Cuobian.Tests.Matters;

/// <summary>Urgent matters over HTTP: who is called, who comes, and how honestly it is counted.</summary>
public sealed class UrgentApiTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Danger_calls_the_people_of_the_grid_at_once_and_the_arrival_is_recorded_on_the_spot()
    {
        await using var ward = await Ward.Open();
        var worker = await ward.Hire("worker", [MattersPermissions.Read, MattersPermissions.SelfHandle], Town.One, Ward.Community);
        await ward.Hire("far-away", [MattersPermissions.Read, MattersPermissions.SelfHandle], Town.Two);
        var told = await Fire(ward);
        var matter = await ward.Stored(told);
        Assert.Equal((MatterState.Triage, MatterCommand.CallOut, Part.System, Tier.Key), (matter.State, matter.Entries.MaxBy(e => e.Seq)!.Command, matter.Entries.MaxBy(e => e.Seq)!.Part, matter.Tier));
        var clock = matter.Clocks.Single(c => c.Kind == ClockKind.Arrive);
        Assert.Equal(matter.RegisteredAt.AddMinutes(30), clock.DueAt);

        ward.App.Clock.Advance(TimeSpan.FromMinutes(3));
        await ward.Do(told, "take-call", new { }, worker);
        ward.App.Clock.Advance(TimeSpan.FromMinutes(9));
        await ward.Do(told, "arrive", new { lat = Town.Lat(1), lon = Town.Lon(1) }, worker);
        matter = await ward.Stored(told);
        Assert.Equal((true, TimeSpan.FromMinutes(12)), (matter.ArrivedInGrid!.Value, matter.ArrivedAt!.Value - matter.CalledOutAt!.Value));
        Assert.Equal((409, "matters.wrong_moment"), await Ward.Outcome(await Ward.Post(worker, $"/{told.Number}/arrive", new { })));

        // A second call that nobody answers stays in the denominator.
        await Fire(ward);
        var row = (await Ward.Read(await ward.Boss.GetAsync($"{Ward.Matters}/responses", Ct))).GetProperty("arrivals").EnumerateArray().Single();
        Assert.Equal((2, 1, 1, 1, 12), (row.GetProperty("called").GetInt32(), row.GetProperty("arrived").GetInt32(), row.GetProperty("notRecorded").GetInt32(), row.GetProperty("inTime").GetInt32(), row.GetProperty("medianMinutes").GetInt32()));
    }

    [Fact]
    public async Task Where_nobody_serves_a_person_is_told_so()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        // The boss holds the permission in the community and would come.
        await ward.Do(told, "call-out", new { });
        Assert.Equal((409, "matters.wrong_moment"), await Ward.Outcome(await Ward.Post(ward.Boss, $"/{told.Number}/call-out", new { })));
        Assert.Equal((409, "matters.nobody_to_call"), Refusal(() => Some.In(MatterState.Handling).CallOut([], Some.Act(Some.Monday.AddHours(1)))));
    }

    [Fact]
    public async Task A_grid_worker_does_not_rate_what_they_reported_and_did_themselves()
    {
        await using var ward = await Ward.Open();
        var worker = await ward.Hire("worker", [MattersPermissions.Read, MattersPermissions.SelfHandle], Town.One, Ward.Community);
        var told = await ward.Report(by: worker);
        await ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await ward.Do(told, "self-handle", new { words = "换了灯泡", after = new[] { await ward.Upload(worker) } }, worker);
        await ward.Do(told, "pass", new { }, ward.Boss);
        var good = new { prompt = true, solved = true, satisfied = true };
        Assert.Equal((403, "denied"), await Ward.Outcome(await Ward.Post(worker, $"/{told.Number}/rate", good)));
        Assert.Equal((409, "matters.own_work"), await Ward.Outcome(await Ward.Post(ward.Stranger, $"/{told.Number}/rate?code={told.Code}", good)));
    }

    [Fact]
    public async Task Called_units_are_counted_by_department_and_silence_counts()
    {
        await using var ward = await Ward.Open();
        foreach (var answer in new[] { "co-accept", "co-refuse", "" })
        {
            var told = await ward.In(MatterState.Handling);
            await ward.Do(told, "whistle", new { unitCodes = new[] { Ward.OtherLead }, reason = "一家办不了" });
            if (answer.Length > 0) await ward.Do(told, answer, new { unitCode = Ward.OtherLead, reason = "有原因", words = "说明" });
        }
        ward.App.Clock.Advance(TimeSpan.FromDays(3));
        await ward.App.DeliverDue();
        var row = (await Ward.Read(await ward.Boss.GetAsync($"{Ward.Matters}/responses", Ct))).GetProperty("responses").EnumerateArray().Single();
        Assert.Equal((3, 2, 1, 1), (row.GetProperty("called").GetInt32(), row.GetProperty("inTime").GetInt32(), row.GetProperty("silent").GetInt32(), row.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public async Task The_time_of_the_unit_stands_beside_the_time_of_the_people()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Handling);
        await ward.Do(told, "ask", new { words = "哪个门？" });
        ward.App.Clock.Advance(TimeSpan.FromDays(1));
        await ward.Do(told, $"reply?code={told.Code}", new { words = "东门" }, ward.Stranger);
        ward.App.Clock.Advance(TimeSpan.FromHours(1));
        await ward.Do(told, "submit", new { outcome = "solved", words = "好了" });
        await ward.Do(told, "pass", new { }, ward.Verifier);
        var row = (await Ward.Read(await ward.Boss.GetAsync($"{Ward.Matters}/responses", Ct))).GetProperty("times").EnumerateArray().Single();
        Assert.Equal((1, 1.0, 25.0), (row.GetProperty("answered").GetInt32(), row.GetProperty("unitHours").GetDouble(), row.GetProperty("citizenHours").GetDouble()));
        Web.Page.AssertSound(await ward.Boss.GetStringAsync("/console/responses", Ct));
    }

    private static Task<Ward.Told> Fire(Ward ward) => ward.Report(new { text = "三楼着火了，快来人", categoryCode = "1104", point = Ward.Point() });

    private static (int, string) Refusal(Action act) => (409, Assert.Throws<Cuobian.Kernel.Refused>(act).Code);
}
