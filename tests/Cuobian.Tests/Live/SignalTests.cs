using Cuobian.Data.Live;
using Cuobian.Kernel;

namespace Cuobian.Tests.Live;

/// <summary>Signals reach every listener in their order; a listener that falls behind is told to look at everything.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_listener_hears_in_order()
    {
        var signals = new Signals();
        using var one = signals.Listen();
        using var other = signals.Listen();
        signals.Tell(new Signal("matter", "1"));
        signals.Tell(new Signal("matter", "2"));
        Assert.Equal("1", (await one.Next(Soon, Ct))?.Key);
        Assert.Equal("2", (await one.Next(Soon, Ct))?.Key);
        Assert.Equal("1", (await other.Next(Soon, Ct))?.Key);
    }

    [Fact]
    public async Task Without_a_signal_waiting_ends_in_time()
    {
        using var listener = new Signals().Listen();
        Assert.Null(await listener.Next(TimeSpan.FromMilliseconds(20), Ct));
    }

    [Fact]
    public async Task Who_falls_behind_looks_at_everything_once_and_then_hears_again()
    {
        var signals = new Signals();
        using var listener = signals.Listen();
        for (var i = 0; i < 1000; i++) signals.Tell(new Signal("matter", $"{i}"));
        Assert.Equal(Signal.Everything, await listener.Next(Soon, Ct));
        signals.Tell(new Signal("matter", "next"));
        Assert.Equal("next", (await listener.Next(Soon, Ct))?.Key);
    }

    [Fact]
    public void Who_has_left_is_forgotten()
    {
        var signals = new Signals();
        signals.Listen().Dispose();
        Assert.Equal(0, signals.Listeners);
    }
}
