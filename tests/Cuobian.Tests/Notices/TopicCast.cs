using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Notices;
using Cuobian.Notices.Contracts;
using Cuobian.People;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Who = Cuobian.Notices.Letters.Who;

namespace Cuobian.Tests.Notices;

/// <summary>One person for every audience, each in that part alone, and a resident who reports, supports and follows.</summary>
internal sealed class TopicCast
{
    public const string Story = "小区东门那盏灯坏三天了", ReporterName = "陈阿婆";
    private readonly Dictionary<string, HttpClient> people = [];
    private readonly Dictionary<Audience, string> keys = [];

    private TopicCast(PostOffice office) => Office = office;

    public PostOffice Office { get; }

    public Ward Ward => Office.Ward;

    public HttpClient this[string login] => people[login];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TopicCast> Meet(PostOffice office, HttpServer robots)
    {
        var cast = new TopicCast(office);
        await cast.Hire("head", [NoticesPermissions.Head], Town.One, Ward.Lead);
        await cast.Hire("helper", [MattersPermissions.Read, MattersPermissions.Handle], "359902", Ward.OtherLead);
        await cast.Hire("worker", [MattersPermissions.Read, MattersPermissions.SelfHandle], Town.One, Ward.Community);
        await cast.Hire("dispatcher", [MattersPermissions.Read, MattersPermissions.Dispatch], Town.One);
        await cast.Hire("county", [MattersPermissions.Read, MattersPermissions.Supervise], "359902");
        foreach (var resident in new[] { "reporter", "supporter", "onlooker" }) await cast.Hire(resident, [], Town.One);
        await Ward.Read(await cast["onlooker"].PostAsJsonAsync(PostOffice.Notices + "/follows", new { area = Town.One }, Ct));
        var robot = await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "g", kind = "json", area = "", url = robots.Address }, Ct));
        cast.keys[Audience.Hook] = Who.Robot(robot.GetProperty("id").GetGuid());
        cast.people["deputy"] = await office.Ward.Deputy();
        foreach (var (audience, login) in Parts) cast.keys[audience] = Who.Account(await cast.AccountOf(login));
        return cast;
    }

    /// <summary>Which of the people stands for an audience.</summary>
    private static readonly (Audience, string)[] Parts =
    [
        (Audience.Handler, "boss"), (Audience.UnitHead, "head"), (Audience.Called, "helper"), (Audience.Panel, "helper"), (Audience.Team, "worker"), (Audience.Asker, "boss"),
        (Audience.Decider, "deputy"), (Audience.Dispatcher, "dispatcher"), (Audience.Verifier, "verifier"), (Audience.GridStaff, "worker"), (Audience.LevelAbove, "county"),
        (Audience.Reporter, "reporter"), (Audience.Supporter, "supporter"), (Audience.Follower, "onlooker"),
    ];

    public string KeyOf(Audience audience) => keys[audience];

    public Task<Guid> AccountOf(string login) =>
        Ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<Account>().Where(a => a.Login == login).Select(a => a.Id).SingleAsync(Ct));

    /// <summary>A matter that the resident reported and another supports, brought to a state.</summary>
    public async Task<Ward.Told> In(MatterState state)
    {
        var told = await Ward.Report(new { text = Story, point = Ward.Point() }, people["reporter"]);
        await Ward.Do(told, "classify", new { categoryCode = Ward.Lamp });
        await Ward.Do(told, "support", new { }, people["supporter"]);
        if (state == MatterState.Triage) return told;
        await Ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        if (state == MatterState.Dispatched) return told;
        await Ward.Do(told, "accept", new { });
        if (state == MatterState.Handling) return told;
        await Ward.Do(told, "submit", new { outcome = "solved", words = "灯换好了" });
        if (state == MatterState.Verifying) return told;
        await Ward.Do(told, "pass", new { }, Ward.Verifier);
        return told;
    }

    /// <summary>Delivers what happened and, after a while, what comes of it.</summary>
    public async Task Pass(TimeSpan time)
    {
        Ward.App.Clock.Advance(time);
        while (await Ward.App.DeliverDue() > 0) { }
    }

    private async Task Hire(string login, string[] permissions, string area, string? unit = null) =>
        people[login] = await Ward.Hire(login, permissions, area, unit, ofUnit: unit is not null && login == "helper");
}
