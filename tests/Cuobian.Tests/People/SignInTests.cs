using System.Net;
using Cuobian.People;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>Signing in with a password, and what a guesser learns from failing: nothing.</summary>
public sealed class SignInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_password_opens_a_session()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin.mei");
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn(" Lin.Mei ")).StatusCode);
        Assert.Contains("matters.dispatch", await (await client.WhoAmI()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await client.DeleteAsync(Staff.Session, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.WhoAmI()).StatusCode);
    }

    [Fact]
    public async Task Wrong_locked_closed_and_unknown_get_the_same_answer()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("wrong");
        await app.Hire("locked");
        await app.Hire("closed");
        await app.InScope(services => services.GetRequiredService<DisableAccount>().Run("closed", Ct));
        using var client = app.CreateClient();
        for (var i = 0; i < Account.FreeAttempts; i++) await client.SignIn("locked", "not the password");

        var answers = new List<string>
        {
            await Told(await client.SignIn("wrong", "not the password")),
            await Told(await client.SignIn("locked")),
            await Told(await client.SignIn("closed")),
            await Told(await client.SignIn("nobody")),
        };
        Assert.Single(answers.Distinct());
        Assert.Contains("people.sign_in_failed", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_login_costs_the_same_hashing_as_a_wrong_password()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("known");
        var hasher = new CountingHasher();
        await using var counted = app.WithWebHostBuilder(host => host.ConfigureServices(services => services.AddSingleton<IPasswordHasher<Account>>(hasher)));
        using var client = counted.CreateClient();
        foreach (var login in new[] { "known", "nobody" })
        {
            hasher.Compared.Clear();
            await client.SignIn(login, "not the password");
            var hash = Assert.Single(hasher.Compared);
            Assert.Equal(hasher.HashPassword(null!, "a").Length, hash.Length);
        }
    }

    [Fact]
    public async Task After_five_failures_the_account_rests_for_a_minute_then_longer()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient();
        for (var i = 0; i < Account.FreeAttempts; i++) await client.SignIn("lin", "not the password");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignIn("lin")).StatusCode);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.SignIn("lin", "not the password");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignIn("lin")).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn("lin")).StatusCode);
        await client.SignIn("lin", "not the password");
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignIn("lin")).StatusCode);
    }

    [Fact]
    public async Task Guesses_made_side_by_side_do_not_outrun_the_lock()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        using var client = app.CreateClient();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.SignIn("lin", "not the password")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignIn("lin")).StatusCode);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(8, 8)]
    [InlineData(9, 15)]
    [InlineData(1000, 15)]
    public void The_rest_doubles_up_to_a_quarter_of_an_hour(int failures, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Account.Rest(failures));

    [Fact]
    public async Task What_is_missing_is_named()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await client.SignIn("", "");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("\"login\"", body, StringComparison.Ordinal);
        Assert.Contains("\"password\"", body, StringComparison.Ordinal);
    }

    private static async Task<string> Told(HttpResponseMessage answer) =>
        $"{(int)answer.StatusCode} {string.Join(';', answer.Headers.Concat(answer.Content.Headers).Select(h => $"{h.Key}={string.Join(',', h.Value)}"))}\n{WithoutTrace(await answer.Content.ReadAsStringAsync(Ct))}";

    /// <summary>The number of the request in the log differs by nature.</summary>
    private static string WithoutTrace(string body) => System.Text.RegularExpressions.Regex.Replace(body, "\"traceId\":\"[^\"]*\"", "");

    /// <summary>The real one, which remembers what it compared with: nothing else in a sign-in takes long enough to be told apart.</summary>
    private sealed class CountingHasher : PasswordHasher<Account>
    {
        public List<string> Compared { get; } = [];

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Compared.Add(hashedPassword);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
