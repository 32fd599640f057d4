using Cuobian.Data;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Operate;

/// <summary>What a start asks of the database.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_of_a_known_version_writes_nothing_and_so_waits_for_no_writer()
    {
        await using var first = await CuobianApp.Start();
        var settings = first.Services.GetRequiredService<DatabaseSettings>();
        await using var writer = TestDatabase.Open(settings);
        // The only writer there can be on SQLite; on PostgreSQL nobody else may write to any table.
        await using var held = await writer.Database.BeginTransactionAsync(Ct);
        if (settings.IsPostgres) await writer.Database.ExecuteSqlRawAsync(Lock(writer), Ct);

        await using var second = first.AnotherNode();
        using var client = await Task.Run(() => second.CreateClient(), Ct).WaitAsync(Patience, Ct);
        Assert.Equal("ready", await client.GetStringAsync("/health/ready", Ct).WaitAsync(Patience, Ct));
    }

    private static string Lock(CuobianDb db) =>
        $"lock table {string.Join(", ", db.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct().Select(table => $"\"{table}\""))} in share mode";
}
