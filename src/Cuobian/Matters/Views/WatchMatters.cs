using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cuobian.Data.Live;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>Tells an open page at once that matters its reader may see have changed (server-sent events).</summary>
public sealed class WatchMatters(Actor actor, Signals signals, IHostApplicationLifetime house)
{
    public const string Path = "/console/live";

    /// <summary>Then the browser comes again by itself, with the rights its reader has by then.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(5);

    /// <summary>A sign of life: proxies drop a silent line, and a browser that left is found out.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, (WatchMatters watch, HttpContext http) =>
        {
            watch.Ask();
            http.Response.Headers["X-Accel-Buffering"] = "no";
            return TypedResults.ServerSentEvents(watch.Run(http.RequestAborted));
        }).ExcludeFromDescription();

    private void Ask() => actor.RequireSomewhere(MattersPermissions.Read);

    /// <summary>Events named <c>matter</c> with a number, <c>everything</c> when some may have been missed, and <c>beat</c>.</summary>
    public async IAsyncEnumerable<SseItem<string>> Run([EnumeratorCancellation] CancellationToken ct)
    {
        using var open = CancellationTokenSource.CreateLinkedTokenSource(ct, house.ApplicationStopping);
        open.CancelAfter(AtMost);
        using var listener = signals.Listen();
        yield return new SseItem<string>("", "beat") { ReconnectionInterval = TimeSpan.FromSeconds(1) };
        while (!open.IsCancellationRequested)
        {
            Signal? signal;
            try
            {
                signal = await listener.Next(Beat, open.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
            if (signal is null) yield return new SseItem<string>("", "beat");
            else if (signal == Signal.Everything) yield return new SseItem<string>("", "everything");
            else if (signal.What == Matter.SignalName && MayRead(signal)) yield return new SseItem<string>(signal.Key, Matter.SignalName);
        }
    }

    private bool MayRead(Signal matter) =>
        actor.May(MattersPermissions.Read, matter.Area) || matter.Units.Split(' ').Any(unit => actor.May(MattersPermissions.Read, matter.Area, unit));
}
