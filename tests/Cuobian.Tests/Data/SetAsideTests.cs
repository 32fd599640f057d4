using System.CommandLine;
using Cuobian.Data;
using Cuobian.People.Acts;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cuobian.Tests.Data;

/// <summary>What was set aside is seen with its reason, tried again when the cause is mended, or let go with a line in the ledger.</summary>
public sealed class SetAsideTests : IAsyncLifetime
{
    private readonly StringWriter said = new();
    private CuobianApp app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await CuobianApp.Start();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task What_was_set_aside_is_listed_tried_again_and_dropped()
    {
        Assert.Equal(0, await Verb("list"));
        Assert.Contains("Nothing was set aside", said.ToString(), StringComparison.Ordinal);
        var (one, other) = (await PutAside("Cuobian.Nobody"), await PutAside("Cuobian.Nobody.Else"));
        Assert.Equal(0, await Verb("list"));
        foreach (var word in new[] { $"{one}", $"{other}", "No reaction is called Cuobian.Nobody", "2 set aside" }) Assert.Contains(word, said.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await Verb("again", $"{one}"));
        var again = await Row(one);
        Assert.Equal((false, 0), (again!.Dead, again.Attempts));
        Assert.Equal(0, await Verb("drop", $"{other}"));
        Assert.Null(await Row(other));
        Assert.Equal(1, await Verb("drop", $"{one}"));
        Assert.Equal(1, await Verb("again"));
        var acts = await app.InScope(s => s.GetRequiredService<CuobianDb>().Set<ActLine>().OrderBy(line => line.Seq).Select(line => line.Act).ToListAsync(Ct));
        Assert.Equal(["work_tried_again", "work_dropped"], acts.TakeLast(2));
    }

    private async Task<Guid> PutAside(string reaction)
    {
        var now = app.Clock.GetUtcNow();
        var work = new Work { Id = Guid.CreateVersion7(now), Reaction = reaction, Event = "{}", DueAt = now, Attempts = WorkQueue.MostAttempts - 1 };
        await app.InScope(async services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            db.Add(work);
            return await db.SaveChangesAsync(Ct);
        });
        await app.DeliverDue();
        return work.Id;
    }

    private Task<Work?> Row(Guid id) => app.InScope(s => s.GetRequiredService<CuobianDb>().Set<Work>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, Ct));

    private Task<int> Verb(params string[] arguments) =>
        WorkVerbs.All(_ => Task.FromResult<IHost>(new Lent(app))).Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = said }, Ct);

    /// <summary>The test's own host, which outlives the verb.</summary>
    private sealed class Lent(CuobianApp app) : IHost
    {
        public IServiceProvider Services => app.Services;

        public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

        public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
