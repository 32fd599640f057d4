using System.Collections.Concurrent;
using Cuobian.Data;
using Cuobian.Data.Telemetry;
using Cuobian.Kernel;
using Cuobian.Tests.Support;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cuobian.Tests.Data;

/// <summary>The contract of the queue on either database: exclusive claims, one delivery each, patience with failures, nothing before its time.</summary>
public sealed class WorkQueueTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private readonly ConcurrentBag<int> delivered = [];
    private readonly ConcurrentQueue<int> atOnce = [];
    private DatabaseSettings settings = null!;
    private ServiceProvider services = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public sealed record Rang(int Number) : IEvent;

    private sealed class Listening(ConcurrentBag<int> delivered) : IReaction<Rang>
    {
        public Task React(Rang rang, CancellationToken ct)
        {
            if (rang.Number < 0) throw new InvalidOperationException("no such bell");
            delivered.Add(rang.Number);
            return Task.CompletedTask;
        }
    }

    public sealed record Pealed(int Number) : IEvent;

    /// <summary>Remembers how many came at once, and lets nobody through with a broken one.</summary>
    private sealed class ListeningToMany(ConcurrentBag<int> delivered, ConcurrentQueue<int> atOnce) : IManyReaction<Pealed>
    {
        public Task React(IReadOnlyList<Pealed> pealed, CancellationToken ct)
        {
            if (pealed.Any(p => p.Number < 0)) throw new InvalidOperationException("no such bell");
            atOnce.Enqueue(pealed.Count);
            foreach (var one in pealed) delivered.Add(one.Number);
            return Task.CompletedTask;
        }
    }

    public async ValueTask InitializeAsync()
    {
        settings = await TestDatabase.New();
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddKernel();
        collection.AddData(settings);
        collection.AddSingleton<TimeProvider>(clock).AddSingleton(delivered).AddReaction<Rang, Listening>();
        collection.AddSingleton(atOnce).AddReaction<Pealed, ListeningToMany>();
        services = collection.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await TestDatabase.Drop(settings);
    }

    [Fact]
    public async Task Two_nodes_deliver_everything_once()
    {
        await Add(Enumerable.Range(1, 120));
        var counts = await Task.WhenAll(Node().DeliverDue(Ct), Node().DeliverDue(Ct));
        Assert.Equal(120, counts.Sum());
        Assert.Equal(Enumerable.Range(1, 120), delivered.Order());
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task What_one_node_holds_another_does_not_get_until_the_lease_ends()
    {
        await Add([1, 2, 3]);
        var (one, two) = (Node(), Node());
        Assert.Equal(2, (await one.Claim(2, Ct)).Count);
        Assert.Single(await two.Claim(10, Ct));
        Assert.Empty(await two.Claim(10, Ct));
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(3, await two.DeliverDue(Ct));
        Assert.Equal([1, 2, 3], delivered.Order());
    }

    [Fact]
    public async Task A_failing_one_stops_nobody_and_is_set_aside_after_eight_attempts()
    {
        await Add([-1, 1, 2]);
        var node = Node();
        Assert.Equal(2, await node.DeliverDue(Ct));
        for (var attempt = 2; attempt <= WorkQueue.MostAttempts; attempt++)
        {
            Assert.False((await Rows()).Single().Dead);
            Assert.Equal(0, await node.DeliverDue(Ct));
            clock.Advance(TimeSpan.FromSeconds(Math.Pow(2, attempt)));
            Assert.Equal(0, await node.DeliverDue(Ct));
        }
        var left = (await Rows()).Single();
        Assert.Equal((true, WorkQueue.MostAttempts, "InvalidOperationException: no such bell"), (left.Dead, left.Attempts, left.Error));
        await Add([3]);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await node.DeliverDue(Ct));
        Assert.Null(await node.NextDue(Ct));
    }

    [Fact]
    public async Task A_reaction_that_takes_many_gets_them_together()
    {
        await Add<ListeningToMany>(Enumerable.Range(1, 70));
        Assert.Equal(70, await Node().DeliverDue(Ct));
        Assert.Equal([50, 20], atOnce);
        Assert.Equal(Enumerable.Range(1, 70), delivered.Order());
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task A_broken_one_among_many_stops_none_of_the_others()
    {
        await Add<ListeningToMany>([1, 2, -1, 3]);
        await Add([4]);
        Assert.Equal(4, await Node().DeliverDue(Ct));
        Assert.Equal([1, 1, 1], atOnce);
        Assert.Equal([1, 2, 3, 4], delivered.Order());
        Assert.Equal("InvalidOperationException: no such bell", (await Rows()).Single().Error);
    }

    [Fact]
    public async Task A_message_that_nobody_can_read_and_one_for_nobody_are_set_aside_and_stop_nobody()
    {
        await Put(typeof(Listening).FullName!, "not json", "{\"Number\":\"many\"}", "null");
        await Put(typeof(ListeningToMany).FullName!, "[]");
        await Put("Cuobian.Nobody", "{}");
        await Add([1, 2]);
        await Add<ListeningToMany>([3, 4]);
        var node = Node();
        Assert.Equal(4, await node.DeliverDue(Ct));
        for (var attempt = 2; attempt <= WorkQueue.MostAttempts; attempt++)
        {
            clock.Advance(TimeSpan.FromSeconds(Math.Pow(2, attempt)));
            await node.DeliverDue(Ct);
        }
        Assert.Equal([1, 2, 3, 4], delivered.Order());
        Assert.All(await Rows(), row => Assert.True(row is { Dead: true, Error.Length: > 10 }, row.Error));
        Assert.Equal(5, (await Rows()).Count);
    }

    [Fact]
    public async Task A_clock_that_was_an_hour_ahead_and_is_put_back_keeps_nothing_waiting_but_timers()
    {
        clock.Advance(TimeSpan.FromHours(1));
        var node = Node();
        await Add([1, 2]);
        await Add([-1]);
        Assert.Equal(2, (await node.Claim(2, Ct)).Count);
        await Add([3]);
        await Add([4], clock.GetUtcNow().AddMinutes(1));
        var wasAhead = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(-1));

        Assert.Equal(3, await Node().DeliverDue(Ct));
        Assert.Equal([1, 2, 3], delivered.Order());
        Assert.Equal(wasAhead.AddMinutes(1), (await Rows()).Single(row => row.Error is null).DueAt);
    }

    [Fact]
    public async Task A_timer_does_not_fire_before_its_time()
    {
        await Add([1], clock.GetUtcNow().AddMinutes(10));
        var node = Node();
        Assert.Equal(0, await node.DeliverDue(Ct));
        Assert.Equal(clock.GetUtcNow().AddMinutes(10), await node.NextDue(Ct));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await node.DeliverDue(Ct));
    }

    [Fact]
    public async Task A_running_worker_delivers_when_the_bell_rings_and_when_the_clock_was_put_back()
    {
        var (signal, readiness) = (services.GetRequiredService<WorkSignal>(), new Readiness());
        readiness.Set();
        using var worker = new Worker(Node(), signal, readiness, clock, NullLogger<Worker>.Instance);
        clock.Advance(TimeSpan.FromHours(1));
        await worker.StartAsync(Ct);
        await Add([1]);
        await Heard(1, signal);
        await Add([2]);
        clock.Advance(TimeSpan.FromHours(-1));
        await Heard(2, signal);
        await worker.StopAsync(Ct);
    }

    /// <summary>The worker sees the clock when it is woken, however often that takes.</summary>
    private async Task Heard(int number, WorkSignal signal)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        for (; !delivered.Contains(number); await Task.Delay(20, patience.Token)) signal.Ring();
    }

    private WorkQueue Node() => new(services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<Reactions>(), settings, services.GetRequiredService<HouseFigures>(), clock, NullLogger<WorkQueue>.Instance);

    private Task Add(IEnumerable<int> numbers, DateTimeOffset? due = null) => Add<Listening>(numbers, due);

    private async Task Add<TReaction>(IEnumerable<int> numbers, DateTimeOffset? due = null)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        db.AddRange(numbers.Select(n => new Work { Id = Guid.CreateVersion7(clock.GetUtcNow()), Reaction = typeof(TReaction).FullName!, Event = $$"""{"Number":{{n}}}""", DueAt = due ?? clock.GetUtcNow() }));
        await db.SaveChangesAsync(Ct);
    }

    private async Task Put(string reaction, params string[] events)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        db.AddRange(events.Select(text => new Work { Id = Guid.CreateVersion7(clock.GetUtcNow()), Reaction = reaction, Event = text, DueAt = clock.GetUtcNow() }));
        await db.SaveChangesAsync(Ct);
    }

    private async Task<List<Work>> Rows()
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CuobianDb>().Set<Work>().AsNoTracking().ToListAsync(Ct);
    }
}
