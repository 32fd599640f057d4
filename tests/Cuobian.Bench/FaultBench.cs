using System.Globalization;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Things go wrong while people report: was anything acknowledged and lost, stored twice, left lying, and how long did nobody answer?</summary>
internal sealed class FaultBench(Results results)
{
    private const int Before = 150, After = 150;
    private const string Poisoned = "Cuobian.Nobody";

    public async Task Run(string[] databases)
    {
        if (databases.Contains("sqlite"))
        {
            await On("sqlite", null, "the server is killed (kill -9)", async node => { await node.App.Kill(); await node.App.Serve(); });
            await On("sqlite", null, "a message that nobody can deliver", Poison, Poisoned);
            await FullDisk("sqlite");
        }
        if (!databases.Contains("postgres")) return;
        await Failover();
        await FullDisk("postgres");
        await using (var postgres = await OwnPostgres.Make())
        {
            await On("postgres", postgres.Server, "the server is killed (kill -9)", async node => { await node.App.Kill(); await node.App.Serve(); });
            await On("postgres", postgres.Server, "PostgreSQL is killed (kill -9) and started", async _ => { await postgres.Kill(); await postgres.Start(); });
            await On("postgres", postgres.Server, "a message that nobody can deliver", Poison, Poisoned);
        }
    }

    private async Task On(string database, string? server, string what, Func<Node, Task> fault, string spared = "")
    {
        await using var node = await Node.Open(database, server);
        await Try(node, what, () => fault(node), node.Db, spared);
    }

    private async Task Try(Node node, string what, Func<Task> fault, Func<CuobianDb> open, string spared = "")
    {
        await node.Serve();
        using var people = new Reporters(node.Client);
        people.Begin();
        await people.Acknowledge(Before);
        // From the fault until the next answer, with the time that mending it took.
        var begun = System.Diagnostics.Stopwatch.StartNew();
        await fault();
        await people.Acknowledge(1);
        var away = begun.Elapsed;
        await people.Acknowledge(After);
        var count = await people.End(open, spared);
        results.Add(new Result(node.Database, what, "", away.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture), "",
            $"{count.Acknowledged} acknowledged, {count.Lost} lost, {count.Doubled} doubled, {count.Stuck} stuck"));
    }

    private static async Task Poison(Node node)
    {
        await using var db = node.Db();
        var now = TimeProvider.System.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(new Work { Id = Guid.CreateVersion7(now), Reaction = Poisoned, Event = "not json", DueAt = now });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>The first server dies and its standby takes over; the node finds it by itself, because its settings name both.</summary>
    private async Task Failover()
    {
        await using var first = await OwnPostgres.Make();
        await using var second = await first.MakeStandby();
        var both = $"Host=127.0.0.1:{first.Port},127.0.0.1:{second.Port};Username=postgres;Target Session Attributes=primary;Timeout=5";
        await using var node = await Node.Open("postgres", first.Server, both);
        await Try(node, "the first PostgreSQL dies, its standby is promoted", async () =>
        {
            await first.Kill();
            await second.Promote();
        }, node.Db);
    }

    /// <summary>On a small disk of its own, filled to the last byte for two seconds.</summary>
    private async Task FullDisk(string database)
    {
        const string what = "the disk is full for two seconds";
        var disk = Directory.CreateTempSubdirectory("cuobian-disk-").FullName;
        try
        {
            await Shell.Run("mount", "-t", "tmpfs", "-o", database == "sqlite" ? "size=64m" : "size=400m", "tmpfs", disk);
        }
        catch (InvalidOperationException)
        {
            Directory.Delete(disk);
            results.Add(new Result(database, what, "", "", "", "not measured: this account may not mount a small disk"));
            return;
        }
        var elsewhere = Path.GetTempPath();
        try
        {
            if (database == "postgres")
            {
                await Shell.Run("chmod", "777", disk);
                await using var postgres = await OwnPostgres.Make(disk);
                await On(database, postgres.Server, what, async _ =>
                {
                    await Fill(disk);
                    await postgres.Lift();
                });
            }
            else
            {
                Environment.SetEnvironmentVariable("TMPDIR", disk);
                await On(database, null, what, _ => Fill(disk));
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", elsewhere);
            await Shell.Run("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private static async Task Fill(string disk)
    {
        var ballast = Path.Combine(disk, "ballast");
        try
        {
            await using var file = File.Create(ballast, 1);
            var block = new byte[4096];
            while (true) await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full.
        }
        await Task.Delay(TimeSpan.FromSeconds(2));
        File.Delete(ballast);
    }
}
