using System.Net;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>Who types the present password may choose another; with it every session ends.</summary>
public sealed class ChangePasswordTests
{
    private const string Another = "four plain words suffice";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_new_password_works_and_the_old_one_and_its_sessions_do_not()
    {
        await using var app = await CuobianApp.Start();
        var lin = (await app.Hire("lin")).Id;
        using var client = app.CreateClient();
        await client.SignIn("lin");
        await Change(app, lin, Staff.Password, Another);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignIn("lin")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn("lin", Another)).StatusCode);
    }

    [Theory]
    [InlineData("not the present one", Another, "present", "people.password_wrong")]
    [InlineData(Staff.Password, Staff.Password, "password", "people.password_same")]
    [InlineData(Staff.Password, "short", "password", "people.password_short")]
    [InlineData("", Another, "present", "required")]
    public async Task What_is_wrong_is_named_and_nothing_changes(string present, string password, string field, string code)
    {
        await using var app = await CuobianApp.Start();
        var lin = (await app.Hire("lin")).Id;
        var no = await Assert.ThrowsAsync<Invalid>(() => Change(app, lin, present, password));
        Assert.Contains(no.Faults, f => f.Field == field && f.Code == code);
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn("lin")).StatusCode);
    }

    [Fact]
    public async Task Guessing_the_present_password_makes_the_account_rest()
    {
        await using var app = await CuobianApp.Start();
        var lin = (await app.Hire("lin")).Id;
        for (var i = 0; i < Account.FreeAttempts; i++) await Assert.ThrowsAsync<Invalid>(() => Change(app, lin, $"guess number {i} of many", Another));
        await Assert.ThrowsAsync<Invalid>(() => Change(app, lin, Staff.Password, Another));
    }

    private static Task<Account> Change(CuobianApp app, Guid account, string present, string password) =>
        app.InScope(scope => scope.GetRequiredService<ChangePassword>().Run(new(present, password), Ct), new Actor(account, "lin", null, []));
}
