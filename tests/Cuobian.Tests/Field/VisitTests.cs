using System.Net;
using Cuobian.Data;
using Cuobian.Field;
using Cuobian.Tests.Matters.Pages;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Field;

/// <summary>Visits: only with consent, sealed, read by their writer alone and never without a trace, gone on their day.</summary>
public sealed class VisitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_consent_nothing_is_written()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        var answer = await walker.Send("/visits", new { grid = Round.Grid, kind = "household", keep = 3, matter = "楼道灯" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("field.consent_needed", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(0, await Count(app));
    }

    [Fact]
    public async Task A_visit_is_sealed_masked_and_read_only_with_a_reason_by_who_wrote_it()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        using var grid = await app.Browser("grid");
        var id = Guid.NewGuid();
        for (var sent = 0; sent < 2; sent++) await Round.Read(await walker.Send("/visits", Form(id)));
        Assert.Equal(1, await Count(app));
        var stored = await app.InScope(s => s.GetRequiredService<CuobianDb>().Database.SqlQueryRaw<string>("""select "Person" as "Value" from field_visit""").SingleAsync(Ct));
        Assert.DoesNotContain("王阿姨", stored, StringComparison.Ordinal);

        foreach (var address in new[] { "/field/visits", $"/field/visits/{id}", "/field/visits/new" })
        {
            var page = await walker.Read(address);
            Page.AssertSound(page);
            Assert.DoesNotContain("王阿姨", page, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await walker.Send($"/visits/{id}/look", new { purpose = "visit", words = "看" })).StatusCode);
        var read = await Round.Read(await walker.Send($"/visits/{id}/look", new { purpose = "visit", words = "再次上门前看一下" }));
        Assert.Equal("王阿姨", read.GetProperty("person").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await grid.Send($"/visits/{id}/look", new { purpose = "visit", words = "好奇看一下" })).StatusCode);
        Assert.DoesNotContain(id.ToString(), await grid.Read("/field/visits"), StringComparison.Ordinal);
        var looks = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Cuobian.People.Access.Look>().Where(l => l.Subject == $"visit:{id:N}").Select(l => l.Words).ToListAsync(Ct));
        Assert.Equal(["再次上门前看一下"], looks);
    }

    [Fact]
    public async Task A_visit_goes_on_its_day_or_when_the_person_asks()
    {
        await using var app = await Round.Open();
        using var walker = await app.Browser("walker");
        var (kept, erased) = (Guid.NewGuid(), Guid.NewGuid());
        await Round.Read(await walker.Send("/visits", Form(kept)));
        await Round.Read(await walker.Send("/visits", Form(erased)));
        Assert.Equal(HttpStatusCode.NoContent, (await walker.Send($"/visits/{erased}/erase", new { })).StatusCode);
        Assert.Equal(1, await Count(app));
        app.Clock.Set(app.Clock.GetUtcNow().AddDays(80));
        Assert.Equal(0, await app.InScope(s => s.GetRequiredService<ForgetVisits>().Run(Ct)));
        app.Clock.Set(app.Clock.GetUtcNow().AddDays(20));
        Assert.Equal(1, await app.InScope(s => s.GetRequiredService<ForgetVisits>().Run(Ct)));
        Assert.Equal(0, await Count(app));
    }

    private static object Form(Guid id) => new
    {
        id,
        grid = Round.Grid,
        kind = "household",
        consent = "spoken",
        keep = 3,
        person = "王阿姨",
        place = "家门口",
        matter = "楼道灯不亮",
        sentiment = "盼早点修好",
    };

    private static Task<int> Count(CuobianApp app) => app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Visit>().CountAsync(Ct));
}
