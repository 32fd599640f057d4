using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Cuobian.BrowserTests.Support;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.People.Sms;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Cuobian.Tests.People.Residents;

/// <summary>Text messages reach the gateway in the end, and nobody waits for it.</summary>
public sealed class SmsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_goes_out_with_the_headers_and_the_body_of_the_settings()
    {
        await using var gateway = new Gateway(_ => (200, """{"result":"OK"}"""));
        await using var app = await CuobianApp.Start(
            ("Sms:Url", gateway.Address), ("Sms:Headers:X-Key", "secret"), ("Sms:AcceptedWhen", "\"OK\""),
            ("Sms:Body", """{"to":["{phone}"],"template":"{kind}","values":{"code":"{code}"},"text":"{text}"}"""));
        await Send(app, new SmsMessage("13900001234", "code", "say \"hi\"\n") { Values = new Dictionary<string, string> { ["code"] = "012345" } });
        Assert.Empty(gateway.Calls);
        Assert.Equal(1, await Deliver(app));
        var call = Assert.Single(gateway.Calls);
        Assert.Equal("secret", call.Key);
        var body = System.Text.Json.JsonElement.Parse(call.Body);
        Assert.Equal(("13900001234", "012345", "say \"hi\"\n"),
            (body.GetProperty("to")[0].GetString(), body.GetProperty("values").GetProperty("code").GetString(), body.GetProperty("text").GetString()));
        Assert.Equal(0, await Deliver(app));
        // Nothing of it is kept.
        Assert.Null((await Stored(app)).Content);
    }

    [Fact]
    public async Task A_gateway_that_fails_is_asked_again_later()
    {
        var answers = new ConcurrentQueue<(int, string)>([(500, ""), (200, "busy"), (200, "OK")]);
        await using var gateway = new Gateway(_ => answers.TryDequeue(out var answer) ? answer : (500, ""));
        await using var app = await CuobianApp.Start(("Sms:Url", gateway.Address), ("Sms:AcceptedWhen", "OK"));
        await Send(app, new SmsMessage("13900001234", "notice", "hi"));
        Assert.Equal(0, await Deliver(app));
        Assert.Equal("HTTP 500", (await Stored(app)).Error);
        Assert.Equal(0, await Deliver(app));
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, await Deliver(app));
        app.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(1, await Deliver(app));
        Assert.Equal(3, gateway.Calls.Count);
    }

    [Fact]
    public async Task A_gateway_that_hangs_keeps_nobody_waiting()
    {
        await using var gateway = new Gateway(_ => null);
        await using var app = await CuobianApp.Start(("Sms:Url", gateway.Address), ("Sms:TimeoutSeconds", "0.3"));
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await client.AskCode()).StatusCode);
        var delivering = Deliver(app);
        // While the gateway is waited for, the database is free.
        Assert.Equal(HttpStatusCode.OK, (await client.AskCode("13900009999")).StatusCode);
        Assert.Equal(0, await delivering);
        Assert.Contains("timeout", await app.InScope(services => services.GetRequiredService<CuobianDb>().Set<OutgoingSms>().Select(s => s.Error).ToListAsync(Ct)));
    }

    [Fact]
    public async Task A_code_that_is_no_good_any_more_is_not_sent()
    {
        await using var gateway = new Gateway(_ => (200, ""));
        await using var app = await CuobianApp.Start(("Sms:Url", gateway.Address));
        await Send(app, new SmsMessage("13900001234", "code", "hi") { GoodUntil = TestClock.Start.AddMinutes(5) });
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, await Deliver(app));
        Assert.Empty(gateway.Calls);
        Assert.True((await Stored(app)).Dropped);
    }

    [Theory]
    [InlineData("Production", "screen", null, null)]
    [InlineData("Development", "http", null, null)]
    [InlineData("Production", "http", "ftp://gateway", null)]
    [InlineData("Production", "http", "https://gateway", "{phone} {text}")]
    [InlineData("Production", "pigeon", null, null)]
    public void Settings_that_cannot_be_meant_do_not_start(string house, string? sender, string? url, string? body)
    {
        var settings = new SmsSettings { Sender = sender, Url = url };
        if (body is not null) settings.Body = body;
        Assert.Throws<Refused>(() => settings.Way(new House(house)));
    }

    [Theory]
    [InlineData("Production", null, null, null)]
    [InlineData("Production", null, "https://gateway", "http")]
    [InlineData("Development", null, null, "screen")]
    [InlineData("Demo", "screen", null, "screen")]
    [InlineData("Demo", null, null, null)]
    public void The_way_follows_from_the_settings(string house, string? sender, string? url, string? way) =>
        Assert.Equal(way, new SmsSettings { Sender = sender, Url = url }.Way(new House(house)));

    [Fact]
    public async Task Without_a_way_to_send_the_page_offers_only_the_password()
    {
        await using var app = await CuobianApp.Start(("Sms:Sender", "none"));
        using var client = app.CreateClient();
        var page = await client.GetStringAsync("/sign-in", Ct);
        Assert.DoesNotContain("name=\"phone\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"password\"", page, StringComparison.Ordinal);
        Assert.Contains("people.sms_closed", await (await client.AskCode()).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static Task<bool> Send(CuobianApp app, SmsMessage message) => app.InScope(async services =>
    {
        await services.GetRequiredService<ISmsSender>().Send(message, Ct);
        return true;
    });

    private static Task<int> Deliver(CuobianApp app) => app.Services.GetRequiredService<SmsCourier>().SendDue(Ct);

    private static Task<OutgoingSms> Stored(CuobianApp app) => app.InScope(services => services.GetRequiredService<CuobianDb>().Set<OutgoingSms>().SingleAsync(Ct));

    private sealed class House(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }

    /// <summary>A gateway on a port of this machine; it never answers when it is told nothing to say.</summary>
    private sealed class Gateway : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly Func<string, (int Status, string Body)?> answer;
        private readonly Task serving;

        public Gateway(Func<string, (int, string)?> answer)
        {
            this.answer = answer;
            Address = $"http://127.0.0.1:{FreePort.Find()}/sms/";
            listener.Prefixes.Add(Address);
            listener.Start();
            serving = Serve();
        }

        public string Address { get; }

        public ConcurrentQueue<(string? Key, string Body)> Calls { get; } = new();

        public async ValueTask DisposeAsync()
        {
            listener.Close();
            await serving;
        }

        private async Task Serve()
        {
            while (true)
            {
                try
                {
                    var call = await listener.GetContextAsync();
                    using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
                    var body = await reader.ReadToEndAsync();
                    Calls.Enqueue((call.Request.Headers["X-Key"], body));
                    if (answer(body) is not var (status, words)) continue;
                    call.Response.StatusCode = status;
                    await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(words));
                    call.Response.Close();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
