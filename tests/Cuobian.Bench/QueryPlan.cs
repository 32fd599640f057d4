using System.Data.Common;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Bench;

/// <summary>Asks the database how it would answer what the product asks it, and keeps the lines that say "all rows" or "sort".</summary>
internal static class QueryPlan
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("CUOBIAN_BENCH_PLANS") == "1";

    public static async Task<List<string>> Of(Node node, Func<CuobianDb, Task> ask)
    {
        var listener = new Listener();
        await using CuobianDb db = node.Settings.IsPostgres
            ? new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(node.Settings.Connection).AddInterceptors(listener).Options)
            : new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(node.Settings.Connection).AddInterceptors(listener).Options);
        await ask(db);
        return listener.Lines.Where(line => Whole || IsSlow(line)).ToList();
    }

    private static bool IsSlow(string line) =>
        line.Contains("Seq Scan", StringComparison.Ordinal) || line.Contains("TEMP B-TREE", StringComparison.Ordinal) || line.Contains("Sort Key", StringComparison.Ordinal)
        || (line.StartsWith("SCAN", StringComparison.Ordinal) && !line.Contains("INDEX", StringComparison.Ordinal));

    private sealed class Listener : DbCommandInterceptor
    {
        public List<string> Lines { get; } = [];

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result, CancellationToken ct = default)
        {
            var asked = command.CommandText;
            var isSqlite = data.Context is SqliteDb;
            command.CommandText = (isSqlite ? "explain query plan " : "explain analyze ") + asked;
            await using (var reader = await command.ExecuteReaderAsync(ct))
                while (await reader.ReadAsync(ct)) Lines.Add(reader.GetString(isSqlite ? 3 : 0));
            if (Whole) Lines.Insert(0, asked);
            command.CommandText = asked;
            return result;
        }
    }
}
