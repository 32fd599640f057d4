using Cuobian.Data;
using Cuobian.Tests.Support;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Data;

/// <summary>Writers on SQLite who wait share a commit, and share nothing else.</summary>
public sealed class WriteTurnTests : IAsyncLifetime
{
    private DatabaseSettings settings = null!;
    private ServiceProvider services = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        settings = await TestDatabase.New();
        Assert.SkipWhen(settings.IsPostgres, "On PostgreSQL nobody waits for a turn.");
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddKernel();
        collection.AddData(settings);
        services = collection.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null) await services.DisposeAsync();
        await TestDatabase.Drop(settings);
    }

    [Fact]
    public async Task Nobody_is_answered_before_the_commit_they_share()
    {
        var (first, last) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writers = new List<Task> { Write("first", first.Task) };
        await First(1);
        writers.AddRange(Enumerable.Range(0, 4).Select(i => Write($"between {i}", Task.CompletedTask)));
        writers.Add(Write("last", last.Task));
        first.SetResult();
        await First(6);

        Assert.DoesNotContain(writers, writer => writer.IsCompleted);
        Assert.Empty(await Stored());
        last.SetResult();
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(6, (await Stored()).Count);
    }

    [Fact]
    public async Task What_fails_is_undone_alone()
    {
        var first = new TaskCompletionSource();
        var one = Write("one", first.Task);
        await First(1);
        var two = Write("two", Task.FromException(new InvalidOperationException("no")));
        var three = Write("three", Task.CompletedTask);
        first.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => two);
        await Task.WhenAll(one, three).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(["one", "three"], await Stored());
    }

    [Fact]
    public async Task The_first_to_fail_leaves_the_place_to_the_next()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Write("one", Task.FromException(new InvalidOperationException("no"))));
        await Write("two", Task.CompletedTask);
        Assert.Equal(["two"], await Stored());
    }

    [Fact]
    public async Task Nobody_waits_for_somebody_who_takes_long()
    {
        var (first, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var brief = Write("brief", first.Task);
        await First(1);
        var slow = Write("long", end.Task, brief: false);
        first.SetResult();

        await brief.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.False(slow.IsCompleted);
        end.SetResult();
        await slow;
        Assert.Equal(["brief", "long"], await Stored());
    }

    [Fact]
    public async Task What_is_read_first_keeps_nobody_waiting()
    {
        var read = new TaskCompletionSource();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        var reader = db.ReadThenWrite(async () =>
        {
            await read.Task;
            await Put(db, "read");
            return await db.InOneTransaction(() => Put(db, "then written"), Ct);
        });
        await Write("meanwhile", Task.CompletedTask);
        Assert.Equal(["meanwhile"], await Stored());
        read.SetResult();
        await reader;
        Assert.Equal(["meanwhile", "read", "then written"], await Stored());
    }

    [Fact]
    public async Task From_the_first_write_on_all_is_undone_together()
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.ReadThenWrite<int>(async () =>
            {
                await Put(db, "one");
                await Put(db, "two");
                throw new InvalidOperationException("no");
            }));
            Assert.False(db.IsTogether);
        }
        await Write("three", Task.CompletedTask);
        Assert.Equal(["three"], await Stored());
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_nothing_open()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var first = new TaskCompletionSource();
        var one = Write("one", first.Task);
        await First(1);
        var two = Write("two", Task.CompletedTask, leaving: leaving);
        await leaving.CancelAsync();
        first.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await one.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal(["one"], await Stored());
    }

    [Fact]
    public async Task Whoever_writes_while_the_house_closes_is_stored_first()
    {
        var end = new TaskCompletionSource();
        var writer = Write("last", end.Task);
        await First(1);
        var closing = services.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        end.SetResult();
        await Task.WhenAll(writer, closing).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        await using var db = TestDatabase.Open(settings);
        Assert.Equal(["last"], await db.Set<Work>().Select(w => w.Reaction).ToListAsync(Ct));
    }

    private int begun;
    private int put;

    private async Task Write(string name, Task until, bool brief = true, CancellationTokenSource? leaving = null)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        await db.InOneTransaction(async () =>
        {
            await Put(db, name);
            Interlocked.Increment(ref begun);
            await until;
            return 0;
        }, leaving?.Token ?? Ct, brief);
    }

    /// <summary>Keys follow each other as the writers do: within a millisecond they would not.</summary>
    private Task<int> Put(CuobianDb db, string name)
    {
        db.Add(new Work { Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(Interlocked.Increment(ref put))), Reaction = name, Event = "{}", DueAt = DateTimeOffset.MaxValue });
        return db.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>Until so many have written.</summary>
    private async Task First(int many)
    {
        while (Volatile.Read(ref begun) < many) await Task.Delay(5, Ct);
    }

    private async Task<List<string>> Stored()
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CuobianDb>().Set<Work>().OrderBy(w => w.Id).Select(w => w.Reaction).ToListAsync(Ct);
    }
}
