using System.Net.Http.Json;
using Cuobian.People;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>People for tests: opens their accounts, signs them in, gives them tokens.</summary>
internal static class Staff
{
    public const string Password = "a red brick by the sea";
    public const string Session = "/api/v1/session";

    public static Task<Account> Hire(this CuobianApp app, string login, string role = "street-dispatcher", string area = "359902001", string? unit = null) =>
        app.InScope(services => services.GetRequiredService<CreateAccount>().Run(
            new CreateAccount.Form(login, login, Password, role, area, unit), TestContext.Current.CancellationToken));

    public static Task<int> AddDemoUnits(this CuobianApp app) =>
        app.InScope(services => services.GetRequiredService<AddUnits>().Run(
            new AddUnits.Form(SeedData.DemoUnits(), new DateOnly(2020, 1, 1)), TestContext.Current.CancellationToken));

    public static Task<CreateToken.Created> Issue(this CuobianApp app, string login, string[] scope, int days = 90, int? perMinute = null) =>
        app.InScope(services => services.GetRequiredService<CreateToken>().Run(
            new CreateToken.Form(login, "test", scope, days, perMinute), TestContext.Current.CancellationToken));

    public static Task<HttpResponseMessage> SignIn(this HttpClient client, string login, string password = Password) =>
        client.PostAsJsonAsync(Session, new { login, password }, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> WhoAmI(this HttpClient client) => client.GetAsync(Session, TestContext.Current.CancellationToken);
}
