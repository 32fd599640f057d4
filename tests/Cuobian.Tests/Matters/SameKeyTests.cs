using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>The same idempotency key gives the same answer, once; of two who race, one wins; too many calls are told to wait.</summary>
public sealed class SameKeyTests(OpenWard open) : IClassFixture<OpenWard>
{
    private Ward Ward => open.Ward;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_calls_at_once_with_one_key_are_one_matter()
    {
        var key = Guid.NewGuid().ToString();
        var form = new { text = "同一件事 " + key, point = Ward.Point() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(Ward.Stranger, "", form, key)));
        var bodies = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(Ct)));
        Assert.All(answers, a => Assert.Equal(201, (int)a.StatusCode));
        Assert.Single(bodies.Distinct());
        Assert.Equal(1, await Count(form.text));
        Assert.Equal(bodies[0], await (await Send(Ward.Stranger, "", form, key)).Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Whoever_comes_second_with_a_key_hears_what_the_first_did()
    {
        for (var round = 0; round < 5; round++)
        {
            var told = await Ward.In(MatterState.Dispatched);
            var key = Guid.NewGuid().ToString();
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(Ward.Boss, $"/{told.Number}/accept", new { }, key)));
            var bodies = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(Ct)));
            Assert.All(answers.Zip(bodies), pair => Assert.True(pair.First.IsSuccessStatusCode, pair.Second));
            Assert.Single(bodies.Distinct());
            Assert.Equal(1, (await Ward.Stored(told)).Entries.Count(e => e.Command == MatterCommand.Accept));
        }
    }

    [Fact]
    public async Task The_key_belongs_to_one_question_of_one_caller()
    {
        var key = Guid.NewGuid().ToString();
        var form = new { text = "各是各的 " + key, point = Ward.Point() };
        await Ward.Read(await Send(Ward.Stranger, "", form, key));
        Assert.Equal((409, "key_reused"), await Ward.Outcome(await Send(Ward.Stranger, "", new { text = "另一件" }, key)));
        await Ward.Read(await Send(Ward.Boss, "", form, key));
        Assert.Equal(2, await Count(form.text));
        Assert.Equal((400, "invalid"), await Ward.Outcome(await Send(Ward.Stranger, "", form, "short")));
    }

    [Fact]
    public async Task After_an_error_the_key_is_free()
    {
        var key = Guid.NewGuid().ToString();
        Assert.Equal((400, "invalid"), await Ward.Outcome(await Send(Ward.Boss, "", new { }, key)));
        Assert.Equal((404, "http_404"), await Ward.Outcome(await Send(Ward.Boss, "/000000000000/accept", new { }, key)));
        var told = await Ward.In(MatterState.Triage);
        Assert.Equal((409, "matters.wrong_state"), await Ward.Outcome(await Send(Ward.Boss, $"/{told.Number}/accept", new { }, key)));
        await Ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        await Ward.Read(await Send(Ward.Boss, $"/{told.Number}/accept", new { }, key));
        await Ward.Read(await Send(Ward.Boss, $"/{told.Number}/accept", new { }, key));
        Assert.Equal(1, (await Ward.Stored(told)).Entries.Count(e => e.Command == MatterCommand.Accept));
    }

    [Fact]
    public async Task Of_two_who_accept_at_once_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var told = await Ward.In(MatterState.Dispatched);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async n => await Ward.Outcome(n % 2 == 0
                ? await Ward.Post(Ward.Boss, $"/{told.Number}/accept", new { })
                : await Send(Ward.Boss, $"/{told.Number}/accept", new { }, Guid.NewGuid().ToString()))));
            Assert.Single(answers, a => a.Status == 200);
            Assert.All(answers.Where(a => a.Status != 200), a => Assert.True(a is (409, "changed_meanwhile" or "matters.wrong_state"), a.ToString()));
            var stored = await Ward.Stored(told);
            Assert.Equal(Enumerable.Range(1, stored.EntryCount), stored.Entries.Select(e => e.Seq).Order());
        }
    }

    [Fact]
    public async Task Strangers_and_tokens_have_limits_of_their_own()
    {
        await using var strict = await Ward.Open(("Limits:AnonymousPerMinute", "2"));
        for (var call = 0; call < 2; call++) await strict.Report();
        var refused = await Ward.Post(strict.Stranger, "", new { text = "x" });
        Assert.Equal((429, "http_429"), await Ward.Outcome(refused));
        Assert.NotNull(refused.Headers.RetryAfter);
        var hasty = await strict.Hire("hasty", [MattersPermissions.Read], Town.One, perMinute: 3);
        for (var call = 0; call < 3; call++) await strict.Report(by: hasty);
        Assert.Equal((429, "http_429"), await Ward.Outcome(await Ward.Post(hasty, "", new { text = "x" })));
        await strict.Report(by: strict.Boss);
    }

    [Fact]
    public async Task The_document_of_the_api_lists_every_command()
    {
        var paths = (await Ward.Stranger.GetFromJsonAsync<System.Text.Json.JsonElement>("/openapi/v1.json", Ct)).GetProperty("paths");
        string[] commands = ["classify", "dispatch", "self-handle", "accept", "return", "submit", "pass", "fail", "rate", "rework", "uphold", "reopen", "withdraw", "support", "comment", "attach", "urge"];
        foreach (var path in commands.Select(c => $"{Ward.Matters}/{{number}}/{c}").Append(Ward.Matters).Append("/api/v1/files")) Assert.True(paths.GetProperty(path).TryGetProperty("post", out _), path);
        foreach (var path in new[] { Ward.Matters, Ward.Matters + "/{number}", "/api/v1/places/locate" }) Assert.True(paths.GetProperty(path).TryGetProperty("get", out _), path);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string path, object form, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Ward.Matters + path) { Content = JsonContent.Create(form) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Ct);
    }

    private Task<int> Count(string text) => Ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Matters.CountAsync(m => m.Text == text, Ct));
}
