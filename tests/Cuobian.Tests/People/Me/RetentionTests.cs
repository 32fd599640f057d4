using System.Text.Json;
using Cuobian.Data;
using Cuobian.Notices.Letters;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Cuobian.People.Me;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Me;

/// <summary>What has been kept long enough is let go in small steps, and the ledger proves each of them.</summary>
public sealed class RetentionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_and_phones_of_matters_that_ended_two_years_ago_are_erased_and_proved()
    {
        await using var me = await Someone.Open();
        var old = await me.Ended();
        me.App.Clock.Advance(TimeSpan.FromDays(700));
        await me.Client.SignIn("resident");
        var later = await me.Ended();
        var open = await me.Report();
        me.App.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, (await Look(me)).Single(d => d.Kind.Code == "matters_reporter").Count);
        Assert.NotNull((await me.Stored(old)).Name);

        Assert.Equal(1, (await Run(me)).Single(d => d.Kind.Code == "matters_reporter").Count);
        var stored = await me.Stored(old);
        Assert.Equal((null, null, me.Id), (stored.Name, stored.Phone, stored.Account));
        Assert.All([await me.Stored(later), await me.Stored(open)], kept => Assert.Equal(Someone.Name, kept.Name));
        var proof = Assert.Single(await me.Acts(ActNames.RetentionErased), line => line.Subject == "matters_reporter");
        var facts = JsonElement.Parse(proof.Details!);
        Assert.Equal(1, facts.GetProperty("count").GetInt32());
        Assert.Equal(RunRetention.HashOf("SHA-256", [stored.MatterId.ToString("N")]), facts.GetProperty("ids").GetString());
        Assert.Empty((await me.App.InScope(services => services.GetRequiredService<VerifyActs>().Run(Ct))).Faults);
        Assert.Equal(0, (await Run(me)).Single(d => d.Kind.Code == "matters_reporter").Count);
        Assert.Single(await me.Acts(ActNames.RetentionErased), line => line.Subject == "matters_reporter");
    }

    [Fact]
    public async Task Receipts_and_letters_go_in_batches_each_with_its_own_proof()
    {
        await using var me = await Someone.Open();
        var now = me.App.Clock.GetUtcNow();
        await me.App.InScope(services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            for (var i = 0; i < RunRetention.Batch + 5; i++) db.Add(new Answered { Key = $"key-{i}", Asked = "", At = now.AddDays(-8), Status = 201, Body = "" });
            db.Add(new Answered { Key = "fresh", Asked = "", At = now, Status = 201, Body = "" });
            db.Add(Letter(LetterState.Sent, now.AddDays(-181)));
            db.Add(Letter(LetterState.Waiting, now.AddDays(-181)));
            db.Add(Letter(LetterState.Sent, now.AddDays(-10)));
            return db.SaveChangesAsync(Ct);
        });
        var done = await Run(me);
        Assert.Equal(RunRetention.Batch + 5, done.Single(d => d.Kind.Code == "data_answered").Count);
        Assert.Equal(1, done.Single(d => d.Kind.Code == "notices_letter").Count);
        Assert.Equal([RunRetention.Batch, 5], (await me.Acts(ActNames.RetentionErased)).Where(l => l.Subject == "data_answered").Select(l => JsonElement.Parse(l.Details!).GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task A_setting_may_shorten_a_period_but_never_below_what_must_be_kept()
    {
        await using var me = await Someone.Open(("Retention:matters_reporter", "10"), ("Retention:notices_letter", "30"), ("Retention:people_access", "1"));
        var days = (await Look(me)).ToDictionary(d => d.Kind.Code, d => d.Days);
        Assert.Equal((180, 30, 1095), (days["matters_reporter"], days["notices_letter"], days["people_access"]));
    }

    [Fact]
    public async Task The_page_shows_periods_and_proofs_to_privacy_and_audit_alone()
    {
        await using var me = await Someone.Open();
        await me.Ended();
        me.App.Clock.Advance(TimeSpan.FromDays(800));
        await Run(me);
        foreach (var permission in new[] { PeoplePermissions.Privacy, PeoplePermissions.Audit })
        {
            using var office = await me.Ward.Hire(permission.Replace('.', '-'), [permission], "");
            var page = await office.GetStringAsync("/console/people/retention", Ct);
            Cuobian.Tests.Web.Page.AssertSound(page);
            Assert.Contains("SHA-256", page, StringComparison.Ordinal);
        }
        using var nobody = await me.Ward.Hire("nobody", [], "");
        Assert.Equal(403, (int)(await nobody.GetAsync("/console/people/retention", Ct)).StatusCode);
    }

    private static Letter Letter(LetterState state, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Event = Guid.NewGuid().ToString(),
        Topic = "accepted",
        Who = "account:x",
        Way = Cuobian.Notices.Way.Inbox,
        Paper = new Paper("t", "t", "/"),
        At = at,
        DueAt = at,
        State = state,
    };

    private static Task<IReadOnlyList<RunRetention.Done>> Run(Someone me) => me.App.InScope(services => services.GetRequiredService<RunRetention>().Run(Ct));

    private static Task<IReadOnlyList<RunRetention.Done>> Look(Someone me) => me.App.InScope(services => services.GetRequiredService<RunRetention>().Look(Ct));
}
