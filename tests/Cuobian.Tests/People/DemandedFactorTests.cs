using System.Net;
using Cuobian.Data;
using Cuobian.People;
using Cuobian.People.SecondFactor;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>Whose role demands a second factor enrols it before anything else.</summary>
public sealed class DemandedFactorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_three_administrators_need_one() =>
        Assert.Equal(["administrator", "audit-administrator", "security-administrator"], SeedData.Roles().Where(r => r.NeedsSecondFactor).Select(r => r.Code).Order());

    [Fact]
    public async Task Every_page_leads_to_enrolment_and_the_API_refuses()
    {
        await using var app = await CuobianApp.Start();
        await Demand(app);
        await app.Hire("audit", "audit-administrator", "");
        using var client = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn("audit")).StatusCode);
        foreach (var page in new[] { "/console/people/ledger", "/me", "/", "/report" })
            Assert.Equal("/me/second-factor", (await client.GetAsync(page, Ct)).Headers.Location?.OriginalString);
        var refused = await client.GetAsync("/api/v1/matters", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("people.second_factor_needed", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/mine/forget", new FormUrlEncodedContent([]), Ct)).StatusCode);

        var enrol = await client.GetStringAsync("/me/second-factor", Ct);
        Page.AssertSound(enrol);
        Assert.Contains("您的岗位要求两步验证", enrol, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/css/base.css", Ct)).StatusCode);

        var account = await app.InScope(services => services.GetRequiredService<CuobianDb>().Accounts.SingleAsync(a => a.Login == "audit", Ct));
        await app.InScope(async services =>
        {
            var actors = services.GetRequiredService<Actors>();
            services.GetRequiredService<Kernel.Acting>().Actor = (await actors.OfSession(services.GetRequiredService<CuobianDb>(), account.Id, account.SecurityStamp, Ct))!;
            var enrolment = services.GetRequiredService<EnrolSecondFactor>();
            await enrolment.Begin(Ct);
            var secret = (await enrolment.Show(Ct)).Secret!;
            return await enrolment.Confirm(Totp.CodeAt(Totp.Bytes(secret), Totp.StepAt(app.Clock.GetUtcNow())), Ct);
        });
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/console/people/ledger", Ct)).StatusCode);
    }

    [Fact]
    public async Task Others_are_left_alone()
    {
        await using var app = await CuobianApp.Start();
        await Demand(app);
        await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/console", Ct)).StatusCode);
    }

    private static Task<int> Demand(CuobianApp app) => app.InScope(services => services.GetRequiredService<CuobianDb>().Roles
        .Where(r => r.Code == "audit-administrator").ExecuteUpdateAsync(r => r.SetProperty(x => x.NeedsSecondFactor, true), Ct));
}
