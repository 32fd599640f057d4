using System.Net.Http.Json;
using Cuobian.People.Residents;
using Cuobian.People.Sms;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Residents;

/// <summary>Residents for tests: they ask for a code and read it from the development screen.</summary>
internal static class SomePhone
{
    public const string Number = "13900001234";

    public static Task<HttpResponseMessage> AskCode(this HttpClient client, string phone = Number) =>
        client.PostAsJsonAsync(SendCode.Path, new { phone }, TestContext.Current.CancellationToken);

    public static async Task<string> SlipFor(this HttpClient client, string phone = Number)
    {
        var answer = await client.AskCode(phone);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<SendCode.Answer>(TestContext.Current.CancellationToken))!.Slip;
    }

    public static string CodeOn(this CuobianApp app, string phone = Number) => app.Services.GetRequiredService<ScreenSms>().Last(phone)!.Values["code"];

    public static Task<HttpResponseMessage> Enter(this HttpClient client, string slip, string code) =>
        client.PostAsJsonAsync(Cuobian.People.Residents.EnterByPhone.Path, new { slip, code }, TestContext.Current.CancellationToken);

    /// <summary>Signs in by phone, as a resident does.</summary>
    public static async Task EnterByPhone(this HttpClient client, CuobianApp app, string phone = Number)
    {
        var slip = await client.SlipFor(phone);
        (await client.Enter(slip, app.CodeOn(phone))).EnsureSuccessStatusCode();
    }
}
