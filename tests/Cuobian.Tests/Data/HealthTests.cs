using Cuobian.Tests.Support;

namespace Cuobian.Tests.Data;

/// <summary>The node tells the truth about itself.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_prepared_node_is_live_and_ready()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        Assert.Equal("live", await client.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        Assert.Equal("ready", await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }
}
