using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cuobian.Tests.People;

/// <summary>Which passwords are good enough: long, and not among the first that are guessed.</summary>
public sealed class PasswordTests
{
    [Theory]
    [InlineData("Password2026!")]
    [InlineData("p@ssw0rd123456")]
    [InlineData("administrator")]
    [InlineData("woaini5201314")]
    [InlineData("111111111111")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiop12")]
    [InlineData("passwordpassword")]
    [InlineData("abcdefghijklmn")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("cuobian202611")]
    public void What_everybody_uses_is_refused(string password) => Assert.Equal("people.password_common", Fault(password));

    [Theory]
    [InlineData("a red brick by the sea")]
    [InlineData("another long password")]
    [InlineData("cuobian-demo-town")]
    [InlineData("红砖厝边有一棵大榕树下乘凉")]
    [InlineData("tK9vb2Lq7xWm")]
    public void A_sentence_or_chance_is_welcome_without_rules_of_composition(string password) => Assert.Null(Fault(password));

    [Fact]
    public void Eleven_characters_are_too_few() => Assert.Equal("people.password_short", Fault("tK9vb2Lq7xW"));

    [Fact]
    public async Task A_stolen_hash_costs_as_much_to_try_as_is_recommended()
    {
        await using var app = await CuobianApp.Start();
        var options = new PasswordHasherOptions();
        foreach (var ask in app.Services.GetServices<IConfigureOptions<PasswordHasherOptions>>()) ask.Configure(options);
        Assert.Equal((PasswordHasherCompatibilityMode.IdentityV3, 210_000), (options.CompatibilityMode, options.IterationCount));
    }

    private static string? Fault(string password)
    {
        try
        {
            Passwords.Check(password, new Faults()).Throw();
            return null;
        }
        catch (Invalid invalid)
        {
            return invalid.Faults[0].Code;
        }
    }
}
