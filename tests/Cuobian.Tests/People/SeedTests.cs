using System.Text.Json;
using Cuobian.Data;
using Cuobian.People;
using Cuobian.People.Contracts;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>The reference data that every installation starts with.</summary>
public sealed class SeedTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seeding_twice_changes_nothing()
    {
        await using var app = await CuobianApp.Start();
        var before = await app.InScope(Everything);
        await app.InScope(async services =>
        {
            await new PeopleModule().Seed(services, Ct);
            return 0;
        });
        Assert.Equal(before, await app.InScope(Everything));
    }

    [Fact]
    public async Task Seeding_keeps_what_an_administrator_changed()
    {
        await using var app = await CuobianApp.Start();
        await app.InScope(async services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            (await db.Roles.SingleAsync(r => r.Code == "leader", Ct)).Permissions.Add("matters.comment");
            return await db.SaveChangesAsync(Ct);
        });
        await app.InScope(async services =>
        {
            await new PeopleModule().Seed(services, Ct);
            return 0;
        });
        var leader = await app.InScope(services => services.GetRequiredService<CuobianDb>().Roles.SingleAsync(r => r.Code == "leader", Ct));
        Assert.Contains("matters.comment", leader.Permissions);
    }

    [Fact]
    public void Only_the_security_administrator_manages_people()
    {
        var managers = SeedData.Roles().Where(r => r.Permissions.Contains(PeoplePermissions.Manage) || r.Permissions.Contains(PeoplePermissions.Tokens));
        Assert.Equal("security-administrator", Assert.Single(managers).Code);
    }

    private static async Task<string> Everything(IServiceProvider services)
    {
        var db = services.GetRequiredService<CuobianDb>();
        var roles = await db.Roles.AsNoTracking().OrderBy(r => r.Code).ToListAsync(Ct);
        var types = await db.UnitTypes.AsNoTracking().OrderBy(t => t.Code).ToListAsync(Ct);
        Assert.Equal((16, 42), (roles.Count, types.Count));
        return JsonSerializer.Serialize(new { roles, types });
    }
}
