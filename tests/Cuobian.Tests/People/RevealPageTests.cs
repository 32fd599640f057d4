using System.Net;
using System.Net.Http.Json;
using Cuobian.Tests.People.Residents;
using Cuobian.Tests.People.Rights;
using Cuobian.Tests.Support;
using Cuobian.Tests.Web;

namespace Cuobian.Tests.People;

/// <summary>On the page of a matter: a purpose and words, the data once, and a trace for the person.</summary>
public sealed class RevealPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_phone_is_shown_once_and_the_resident_reads_who_looked()
    {
        await using var app = await CuobianApp.Start();
        using var resident = app.CreateClient();
        await resident.EnterByPhone(app);
        var told = System.Text.Json.JsonElement.Parse(await (await resident.PostAsJsonAsync("/api/v1/matters",
            new { text = "路灯不亮", reporter = new { name = "欧阳瑞雪", phone = SomePhone.Number } }, Ct)).Content.ReadAsStringAsync(Ct));
        var address = $"/console/matters/{told.GetProperty("number").GetString()}";
        await app.Hire("lin", area: "");
        await app.Hire("verifier", "verifier", "");
        using var other = app.CreateClient();
        await other.SignIn("verifier");
        Assert.DoesNotContain("reveal-purpose", await other.GetStringAsync(address, Ct), StringComparison.Ordinal);

        using var lin = app.CreateClient();
        await lin.SignIn("lin");
        var page = await lin.GetStringAsync(address, Ct);
        Page.AssertSound(page);
        Assert.DoesNotContain(SomePhone.Number, page, StringComparison.Ordinal);
        var wrong = await lin.PostAsync(address, await RoleTests.Form(lin, address, "reveal", ("reveal-purpose", "CallBack"), ("reveal-words", "看")), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.DoesNotContain(SomePhone.Number, await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var answer = await lin.PostAsync(address, await RoleTests.Form(lin, address, "reveal", ("reveal-purpose", "CallBack"), ("reveal-words", "回访处理结果")), Ct);
        var revealed = await answer.Content.ReadAsStringAsync(Ct);
        Page.AssertSound(revealed);
        Assert.Contains(SomePhone.Number, revealed, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain(SomePhone.Number, await lin.GetStringAsync(address, Ct), StringComparison.Ordinal);
        Assert.Contains("回访处理结果", await resident.GetStringAsync("/me/access", Ct), StringComparison.Ordinal);
    }
}
