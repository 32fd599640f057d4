using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.People.Rights;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Rights;

/// <summary>Why somebody may, or may not: the answer names the post, or what is missing.</summary>
public sealed class WhyTests(OpenWard open) : IClassFixture<OpenWard>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_post_that_allows_is_named()
    {
        await Once("why-street", "street-dispatcher", Town.One);
        var answer = await Ask("why-street", "matters.dispatch", area: Ward.Grid);
        Assert.Equal((true, ExplainRight.Lack.Nothing, "street-dispatcher"), (answer.May, answer.Because!.Lack, answer.Because.Role.Code));
        Assert.Equal(ExplainRight.Lack.Area, (await Ask("why-street", "matters.dispatch", area: "3599")).Because!.Lack);
        var missing = await Ask("why-street", "matters.verify", area: Ward.Grid);
        Assert.Equal((false, ExplainRight.Lack.Permission), (missing.May, missing.Because!.Lack));
        Assert.Contains("verifier", missing.Would.Select(r => r.Code));
    }

    [Fact]
    public async Task Of_a_matter_the_unit_the_state_and_the_other_hand_are_told()
    {
        await Once("why-handler", "department-handler", "3599", Ward.OtherLead);
        var handling = await open.Ward.In(MatterState.Handling);
        var stranger = await Ask("why-handler", "matter:Submit", handling.Number);
        Assert.Equal((false, ExplainRight.Lack.Unit), (stranger.May, stranger.Because!.Lack));
        Assert.True((await Ask("boss", "matter:Submit", handling.Number)).May);

        var early = await Ask("boss", "matter:Pass", handling.Number);
        Assert.False(early.May);
        Assert.Contains("处置", early.Obstacle, StringComparison.Ordinal);
        var verifying = await open.Ward.In(MatterState.Verifying);
        var own = await Ask("boss", "matter:Pass", verifying.Number);
        Assert.Equal((false, ExplainRight.Lack.Nothing), (own.May, own.Because!.Lack));
        Assert.Contains("另一个人", own.Obstacle, StringComparison.Ordinal);
        Assert.True((await Ask("verifier", "matter:Pass", verifying.Number)).May);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_named()
    {
        var invalid = await Assert.ThrowsAsync<Invalid>(() => Ask("nobody", "matters.fly", "123"));
        Assert.Equal(["login", "act", "number"], invalid.Faults.Select(f => f.Field));
    }

    private async Task Once(string login, string role, string area, string? unit = null) => await open.Ward.App.Hire(login, role, area, unit);

    private Task<ExplainRight.Answer> Ask(string login, string act, string? number = null, string? area = null) => open.Ward.App.InScope(services =>
        services.GetRequiredService<ExplainRight>().Run(new ExplainRight.Form { Login = login, Act = act, Number = number, Area = area }, Ct));
}
