using System.Collections.Concurrent;
using System.Threading.Channels;
using Cuobian.Kernel;

namespace Cuobian.Data.Live;

/// <summary>
/// Carries signals to whoever listens on this node, and to the other nodes where there are any. A signal is a hint and may be lost
/// with a node: whoever listens also looks by itself now and then.
/// </summary>
public sealed class Signals
{
    /// <summary>A listener this far behind is told to look at everything instead.</summary>
    private const int MostWaiting = 200;
    private readonly ConcurrentDictionary<Listener, bool> listeners = [];

    /// <summary>What happened here and must still be told to the other nodes; nobody reads it where there is only one.</summary>
    internal ConcurrentQueue<Signal>? Outward { get; set; }

    /// <summary>Open pages that listen on this node.</summary>
    public int Listeners => listeners.Count(l => l.Value);

    /// <summary>Tells this node now and the others soon.</summary>
    public void Tell(Signal signal)
    {
        Outward?.Enqueue(signal);
        Hear(signal);
    }

    /// <summary>Tells this node alone.</summary>
    internal void Hear(Signal signal)
    {
        foreach (var listener in listeners.Keys) listener.Hear(signal);
    }

    /// <summary>Listens from now on, until the listener is disposed.</summary>
    public Listener Listen(bool asPage = true) => new(this, asPage);

    /// <summary>The signals since somebody began to listen, in their order.</summary>
    public sealed class Listener : IDisposable
    {
        private readonly Signals of;
        private readonly Channel<Signal> waiting = Channel.CreateBounded<Signal>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait });
        private volatile bool behind;

        internal Listener(Signals of, bool asPage)
        {
            this.of = of;
            of.listeners[this] = asPage;
        }

        /// <summary>The next signal; null when none came in time.</summary>
        public async Task<Signal?> Next(TimeSpan within, CancellationToken ct)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(within);
            try
            {
                var signal = await waiting.Reader.ReadAsync(patience.Token);
                if (!behind) return signal;
                while (waiting.Reader.TryRead(out _)) { }
                behind = false;
                return Signal.Everything;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }

        public void Dispose() => of.listeners.TryRemove(this, out _);

        internal void Hear(Signal signal)
        {
            if (!waiting.Writer.TryWrite(signal)) behind = true;
        }
    }
}
