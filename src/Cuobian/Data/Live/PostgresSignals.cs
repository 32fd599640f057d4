using System.Collections.Concurrent;
using System.Text.Json;
using Cuobian.Kernel;
using Npgsql;

namespace Cuobian.Data.Live;

/// <summary>
/// Carries signals between nodes by LISTEN and NOTIFY, in bundles and apart from the transactions: a NOTIFY inside one would make
/// all commits of the city wait for each other.
/// </summary>
internal sealed class PostgresSignals(Signals signals, DatabaseSettings settings, Readiness readiness, ILogger<PostgresSignals> log) : BackgroundService
{
    private const string Channel = "cuobian_signals";
    /// <summary>By this name the lines of all nodes can be counted in the server.</summary>
    public const string LineName = "cuobian-signals";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>The server takes at most 8,000 bytes in one message; more than a few of those are told as "everything".</summary>
    private const int MostInAMessage = 40;
    private const int MostMessages = 5;
    private readonly string me = Guid.CreateVersion7().ToString("N");

    private sealed record Message(string From, Signal[] Signals);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await readiness.Wait(stopping);
        signals.Outward = new ConcurrentQueue<Signal>();
        await Task.WhenAll(Forever(Listen, stopping), Forever(Send, stopping));
    }

    private async Task Forever(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping);
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException)
            {
                log.Cut(failure);
                await Task.Delay(Retry, stopping);
            }
        }
    }

    private async Task Listen(CancellationToken stopping)
    {
        // Kept alive so that a listener whose server vanished finds out.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(settings.Connection) { Pooling = false, KeepAlive = 15, ApplicationName = LineName }.ConnectionString);
        connection.Notification += (_, told) => Heard(told.Payload);
        await connection.OpenAsync(stopping);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection)) await listen.ExecuteNonQueryAsync(stopping);
        // What happened while nobody listened is not known one by one.
        signals.Hear(Signal.Everything);
        while (true) await connection.WaitAsync(stopping);
    }

    private void Heard(string payload)
    {
        if (JsonSerializer.Deserialize<Message>(payload) is not { } message || message.From == me) return;
        foreach (var signal in message.Signals) signals.Hear(signal);
    }

    private async Task Send(CancellationToken stopping)
    {
        var waiting = signals.Outward!;
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            if (waiting.IsEmpty) continue;
            var bundle = new HashSet<Signal>();
            while (waiting.TryDequeue(out var signal)) bundle.Add(signal);
            if (bundle.Count > MostInAMessage * MostMessages) bundle = [Signal.Everything];
            await using var connection = new NpgsqlConnection(settings.Connection);
            await connection.OpenAsync(stopping);
            foreach (var some in bundle.Chunk(MostInAMessage))
            {
                await using var notify = new NpgsqlCommand("select pg_notify($1, $2)", connection)
                {
                    Parameters = { new() { Value = Channel }, new() { Value = JsonSerializer.Serialize(new Message(me, some)) } },
                };
                await notify.ExecuteNonQueryAsync(stopping);
            }
        }
    }
}

internal static partial class SignalLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Signals to and from other nodes are cut; trying again")]
    public static partial void Cut(this ILogger log, Exception failure);
}
