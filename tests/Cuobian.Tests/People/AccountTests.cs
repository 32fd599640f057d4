using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>Opening accounts: who may, and what must be right.</summary>
public sealed class AccountTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_wrong_with_a_new_account_is_named_at_once()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        Assert.Equal(["people.login_taken"], await Faults(app, Good with { Login = "LIN" }));
        Assert.Equal(["people.role_needs_unit"], await Faults(app, Good with { Role = "department-handler" }));
        Assert.Equal(
            ["people.login_malformed", "required", "people.role_unknown", "people.area_malformed", "people.unit_unknown", "people.password_short"],
            await Faults(app, new CreateAccount.Form("a b", " ", "short", "king", "35990", "nowhere")));
    }

    [Fact]
    public async Task Only_the_post_of_a_unit_role_is_bound_to_the_unit()
    {
        await using var app = await CuobianApp.Start();
        await app.AddDemoUnits();
        await app.Hire("handler", "department-handler", "359902", "359902000000-CG");
        await app.Hire("centre", "supervisor", "359902", "359902000000-ZZ");
        var posts = await app.InScope(services => services.GetRequiredService<CuobianDb>().Posts.ToDictionaryAsync(p => p.Role, p => p.Unit, Ct));
        Assert.Equal("359902000000-CG", posts["department-handler"]);
        Assert.Null(posts["supervisor"]);
    }

    [Fact]
    public async Task Nobody_opens_accounts_beyond_their_area()
    {
        await using var app = await CuobianApp.Start();
        var county = new Actor(Guid.CreateVersion7(TestClock.Start), "", null, [new Grant("people.manage", "359902")]);
        await Assert.ThrowsAsync<Denied>(() => Create(app, Good with { Area = "3599" }, county));
        await Assert.ThrowsAsync<Denied>(() => Create(app, Good with { Area = "" }, county));
        await Assert.ThrowsAsync<Denied>(() => Create(app, Good, Actor.Anonymous));
        Assert.Equal("new", (await Create(app, Good, county)).Login);
    }

    private static readonly CreateAccount.Form Good = new("new", "New", Staff.Password, "leader", "359902");

    private static Task<Account> Create(CuobianApp app, CreateAccount.Form form, Actor? actor = null) =>
        app.InScope(services => services.GetRequiredService<CreateAccount>().Run(form, Ct), actor);

    private static async Task<IEnumerable<string>> Faults(CuobianApp app, CreateAccount.Form form) =>
        (await Assert.ThrowsAsync<Invalid>(() => Create(app, form))).Faults.Select(f => f.Code);
}
