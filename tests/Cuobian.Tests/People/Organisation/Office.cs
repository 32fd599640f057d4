using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Tests.Files;
using Cuobian.Tests.Matters.Pages;

namespace Cuobian.Tests.People.Organisation;

/// <summary>What tests do with the directory: open units, seat people, send the forms of its pages.</summary>
internal static class Office
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<string> OpenUnit(this HttpClient client, string name, string type, string area, string? parent = null) =>
        (await client.Made("/api/v1/people/units", new { name, type, area, parent })).GetProperty("code").GetString()!;

    public static Task Seat(this HttpClient client, string unit, string login, string title, bool heads = false) =>
        client.Made($"/api/v1/people/units/{unit}/seats", new { login, title, heads });

    public static async Task<JsonElement> Made(this HttpClient client, string address, object form)
    {
        using var answer = await client.PostAsJsonAsync(address, form, Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{address}: {(int)answer.StatusCode} {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>The call is refused with this code, as a refusal or as a fault of a field.</summary>
    public static async Task MustRefuse(this HttpClient client, string address, object form, string code)
    {
        using var answer = await client.PostAsJsonAsync(address, form, Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict, $"{address}: {(int)answer.StatusCode}");
        Assert.Contains($"\"{code}\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    public static async Task<Guid> Upload(this HttpClient client)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(SomePhoto.Named("camera.jpg")), "file", "photo.jpg" } };
        using var answer = await client.PostAsync("/api/v1/files", form, Ct);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Ct)).GetProperty("id").GetGuid();
    }

    /// <summary>Fills in one of the forms of a page and sends it.</summary>
    public static async Task<HttpResponseMessage> Send(this HttpClient client, string page, string handler, string act, string? which = null, params (string Name, string Value)[] fields)
    {
        var token = ConsoleTown.Token(await client.Read(page));
        using var form = new MultipartFormDataContent { { new StringContent(handler), "_handler" }, { new StringContent(act), "do" }, { new StringContent(token), "__RequestVerificationToken" } };
        if (which is not null) form.Add(new StringContent(which), "which");
        foreach (var (name, value) in fields)
            if (value == ConsoleTown.Photo) form.Add(new ByteArrayContent(SomePhoto.Named("camera.jpg")), $"{act}-{name}", "photo.jpg");
            else form.Add(new StringContent(value), $"{act}-{name}");
        return await client.PostAsync(page, form, Ct);
    }
}
