using System.Net;
using Cuobian.Data;
using Cuobian.Tests.Support;
using Cuobian.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cuobian.Tests.Operate;

/// <summary>A server that is told to stop says so before it stops.</summary>
public sealed class LeavingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_not_ready_any_more_but_serves_what_still_comes_and_keeps_no_connection()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        using var before = await client.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.NotEqual(true, before.Headers.ConnectionClose);

        await app.Services.GetServices<IHostedService>().OfType<Leaving>().Single().StoppingAsync(Ct);
        using var ready = await client.GetAsync("/health/ready", Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: stopping"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Ct)));
        using var page = await client.GetAsync("/", Ct);
        Assert.Equal((HttpStatusCode.OK, true), (page.StatusCode, page.Headers.ConnectionClose));
        Assert.Equal("live", await client.GetStringAsync("/health/live", Ct));
    }

    [Fact]
    public async Task Nothing_holds_on_to_a_server_that_has_ended()
    {
        var ended = new List<WeakReference>();
        for (var i = 0; i < 4; i++) ended.Add(await Live());
        for (var i = 0; i < 50 && ended.Count(one => one.IsAlive) > 1; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(100, Ct);
        }
        // What the process keeps once for all may have met the first of them.
        Assert.InRange(ended.Count(one => one.IsAlive), 0, 1);
    }

    private static async Task<WeakReference> Live()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        await client.GetStringAsync("/health/live", Ct);
        return new WeakReference(app.Services.GetRequiredService<Readiness>());
    }
}
