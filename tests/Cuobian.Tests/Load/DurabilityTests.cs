using Cuobian.Data;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Load;

/// <summary>An answer is given only after the disk has it.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task A_commit_waits_for_the_disk()
    {
        await using var app = await CuobianApp.Start();
        var isPostgres = app.Services.GetRequiredService<DatabaseSettings>().IsPostgres;
        var settings = await app.InScope(async scope =>
        {
            var db = scope.GetRequiredService<CuobianDb>();
            return isPostgres ? await Ask(db, "show synchronous_commit") : $"{await Ask(db, "pragma journal_mode")} {await Ask(db, "pragma synchronous")}";
        });
        // 2 is FULL: the write-ahead log reaches the disk with each commit.
        Assert.Equal(isPostgres ? "on" : "wal 2", settings);
    }

    private static async Task<string?> Ask(CuobianDb db, string question)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = question;
        return (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))?.ToString();
    }
}
