using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Notices.Follows;
using Cuobian.Notices.Letters;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Cuobian.People.Me;
using Cuobian.Tests.Matters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Me;

/// <summary>Somebody asks to be forgotten: what may go goes at once, what must stay is named with reason and date, the rest is decided.</summary>
public sealed class ErasureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_may_go_goes_at_once_and_the_account_is_closed()
    {
        await using var me = await Someone.Open();
        var ended = await me.Ended();
        await Follow(me);
        me.App.Clock.Advance(TimeSpan.FromDays(200));
        await me.Client.SignIn("resident");
        var answer = await me.Ask("erasure", new { sure = true });
        Assert.Equal("granted", answer.GetProperty("state").GetString());
        Assert.Equal((null, null), (await me.Stored(ended) is var stored ? stored.Name : "", stored.Phone));
        var account = await me.Account();
        Assert.Equal(("", true), (account.Name, account.Disabled));
        Assert.StartsWith("erased-", account.Login, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.Client.PostAsJsonAsync("/api/v1/me/copy", new { }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.Client.SignIn("resident")).StatusCode);
        Assert.Equal(0, await me.App.InScope(services => services.GetRequiredService<CuobianDb>().Set<Follow>().CountAsync(Ct)));
        // The answer stays readable behind its link, and names reasons but nobody.
        using var stranger = me.App.CreateClient();
        var page = WebUtility.HtmlDecode(await stranger.GetStringAsync($"/erasure/{answer.GetProperty("slip").GetString()}", Ct));
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("公务档案", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Someone.Name, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/erasure/made-up", Ct)).StatusCode);
        Assert.All(await me.Acts(ActNames.DataErased), line => Assert.DoesNotContain("欧阳", line.Details!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_ended_lately_is_kept_with_a_date_and_goes_when_it_has_come()
    {
        await using var me = await Someone.Open();
        var ended = await me.Ended();
        var answer = await me.Ask("erasure", new { sure = true });
        var kept = Line(answer, "matters_reporter", "kept");
        Assert.Equal("matters.kept_for_appeal", kept.GetProperty("reason").GetString());
        Assert.Equal(me.App.Clock.GetUtcNow().AddDays(180), kept.GetProperty("until").GetDateTimeOffset());
        Assert.Equal(Someone.Name, (await me.Stored(ended)).Name);
        me.App.Clock.Advance(TimeSpan.FromDays(181));
        await me.App.InScope(services => services.GetRequiredService<RunRetention>().Run(Ct));
        Assert.Null((await me.Stored(ended)).Name);
    }

    [Fact]
    public async Task What_is_under_way_is_decided_by_the_office_in_fifteen_working_days()
    {
        await using var me = await Someone.Open();
        var open = await me.Report();
        var answer = await me.Ask("erasure", new { sure = true, words = "不想再被联系" });
        Assert.Equal("waiting", answer.GetProperty("state").GetString());
        // Fifteen days of work from a Monday morning: three weeks, and a day more for the festival of the dead.
        var due = await me.App.InScope(services => Task.FromResult(services.GetRequiredService<IWorkDays>().After(me.App.Clock.GetUtcNow(), Erasure.WorkingDays)));
        Assert.Equal(due, answer.GetProperty("dueAt").GetDateTimeOffset());
        Assert.Equal(new DateOnly(2026, 4, 7), DateOnly.FromDateTime(due!.Value.ToOffset(TimeSpan.FromHours(8)).DateTime));
        Assert.Equal(Someone.Name, (await me.Stored(open)).Name);
        Assert.Equal((409, "people.erasure_waits"), await Ward.Outcome(await me.Client.PostAsJsonAsync("/api/v1/me/erasure", new { sure = true }, Ct)));
        Cuobian.Tests.Web.Page.AssertSound(await me.Client.GetStringAsync("/me/erasure", Ct));

        using var office = await me.Ward.Hire("privacy", [PeoplePermissions.Privacy], "");
        Assert.Equal(HttpStatusCode.Forbidden, (await me.Ward.Verifier.GetAsync("/api/v1/people/erasures", Ct)).StatusCode);
        var request = (await office.GetFromJsonAsync<JsonElement>("/api/v1/people/erasures", Ct))[0];
        var id = request.GetProperty("id").GetGuid();
        var page = WebUtility.HtmlDecode(await office.GetStringAsync("/console/people/requests", Ct));
        Cuobian.Tests.Web.Page.AssertSound(page);
        Assert.Contains("不想再被联系", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Someone.Phone, page, StringComparison.Ordinal);
        Assert.Equal(400, (int)(await Decide(office, id, new { grant = false })).StatusCode);
        Assert.Equal(204, (int)(await Decide(office, id, new { grant = true, answer = "已抹去" })).StatusCode);
        Assert.Equal((409, "people.erasure_decided"), await Ward.Outcome(await Decide(office, id, new { grant = true })));
        Assert.Null((await me.Stored(open)).Name);
        Assert.True((await me.Account()).Disabled);
        Assert.Equal(404, (int)(await Decide(office, Guid.NewGuid(), new { grant = true })).StatusCode);
    }

    [Fact]
    public async Task A_no_has_its_reason_and_the_person_reads_it()
    {
        await using var me = await Someone.Open();
        var open = await me.Report();
        await me.Ask("erasure", new { sure = true });
        using var office = await me.Ward.Hire("privacy", [PeoplePermissions.Privacy], "");
        var id = (await office.GetFromJsonAsync<JsonElement>("/api/v1/people/erasures", Ct))[0].GetProperty("id").GetGuid();
        await Decide(office, id, new { grant = false, answer = "案件还要向您核实" });
        Assert.Equal(Someone.Name, (await me.Stored(open)).Name);
        Assert.False((await me.Account()).Disabled);
        var page = WebUtility.HtmlDecode(await me.Client.GetStringAsync("/me/erasure", Ct));
        Assert.All(["案件还要向您核实", "未获同意", "未删除"], word => Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.DoesNotContain("案件", (await me.Acts(ActNames.ErasureDecided))[0].Details!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_on_duty_keeps_the_account_and_nobody_decides_their_own_request()
    {
        await using var ward = await Ward.Open();
        using var office = await ward.Hire("privacy", [PeoplePermissions.Privacy], "");
        await ward.Report(by: office);
        var answer = await Ward.Read(await office.PostAsJsonAsync("/api/v1/me/erasure", new { sure = true }, Ct));
        Assert.Equal("kept", answer.GetProperty("lines")[0].GetProperty("state").GetString());
        Assert.Equal(400, (int)(await office.PostAsJsonAsync("/api/v1/me/erasure", new { }, Ct)).StatusCode);
    }

    private static Task<HttpResponseMessage> Decide(HttpClient office, Guid id, object form) => office.PostAsJsonAsync($"/api/v1/people/erasures/{id}", form, Ct);

    private static JsonElement Line(JsonElement answer, string kind, string state) => answer.GetProperty("lines").EnumerateArray()
        .Single(l => l.GetProperty("kind").GetString() == kind && l.GetProperty("state").GetString() == state);

    private static Task<int> Follow(Someone me) => me.App.InScope(services =>
    {
        var db = services.GetRequiredService<CuobianDb>();
        db.Add(new Follow { Id = Guid.CreateVersion7(), Who = Who.Account(me.Id), Target = Cuobian.Notices.Follows.Follow.OfArea("3599", null), Account = me.Id, Area = "3599", At = me.App.Clock.GetUtcNow(), ConfirmedAt = me.App.Clock.GetUtcNow() });
        return db.SaveChangesAsync(Ct);
    });
}
