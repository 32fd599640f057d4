using System.Net;
using Cuobian.People;
using Cuobian.People.Rights;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;

namespace Cuobian.Tests.People;

/// <summary>Three administrators, each with a part that the others cannot do.</summary>
public sealed class AdministratorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void No_administrator_holds_a_permission_of_another()
    {
        string[] three = ["administrator", "security-administrator", "audit-administrator"];
        var roles = SeedData.Roles().Where(r => three.Contains(r.Code)).ToList();
        Assert.Equal(3, roles.Count);
        Assert.All(roles, role => Assert.NotEmpty(role.Permissions));
        var all = roles.SelectMany(r => r.Permissions).ToList();
        Assert.Equal(all.Distinct(), all);
        // Nor does anybody else hold one: who handles matters does not also keep the keys.
        Assert.Empty(SeedData.Roles().Where(r => !three.Contains(r.Code)).SelectMany(r => r.Permissions).Intersect(all.Where(p => p.StartsWith("people.", StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_shipped_role_can_be_given() =>
        Assert.All(SeedData.Roles(), role => Assert.True(Separation.Allows(role.Permissions), role.Code));

    [Fact]
    public async Task Only_the_audit_administrator_reads_the_ledger()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("system", "administrator", "");
        await app.Hire("security", "security-administrator", "");
        await app.Hire("audit", "audit-administrator", "");
        foreach (var (login, status) in new[] { ("system", HttpStatusCode.Forbidden), ("security", HttpStatusCode.Forbidden), ("audit", HttpStatusCode.OK) })
        {
            using var client = app.CreateClient();
            await client.SignIn(login);
            var answer = await client.GetAsync("/console/people/ledger", Ct);
            Assert.Equal(status, answer.StatusCode);
            if (status != HttpStatusCode.OK) continue;
            var page = await answer.Content.ReadAsStringAsync(Ct);
            Page.AssertSound(page);
            Assert.Contains("开通账号", page, StringComparison.Ordinal);
        }
    }
}
