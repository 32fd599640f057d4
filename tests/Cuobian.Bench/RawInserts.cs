using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Writes the rows of one real report over and over, with new keys: prepared statements, one transaction each, one connection a client.</summary>
internal sealed class RawInserts : IAsyncDisposable
{
    private static long serial;
    private readonly List<Writer> writers = [];

    /// <summary>SQLite has one writer at a time; waiting here is cheaper than waiting in the database.</summary>
    private readonly SemaphoreSlim? turn;

    private RawInserts(bool oneAtATime) => turn = oneAtATime ? new SemaphoreSlim(1, 1) : null;

    public static async Task<RawInserts> Open(Node node, int clients)
    {
        var raw = new RawInserts(!node.Settings.IsPostgres);
        for (var i = 0; i < clients; i++)
        {
            var db = node.Db();
            await db.Database.OpenConnectionAsync();
            var writer = new Writer(db, db.Database.GetDbConnection());
            await writer.Prepare();
            raw.writers.Add(writer);
        }
        return raw;
    }

    public async Task Insert(int client)
    {
        if (turn is not null) await turn.WaitAsync();
        try
        {
            await writers[client].Write(Interlocked.Increment(ref serial));
        }
        finally
        {
            turn?.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in writers) await writer.DisposeAsync();
        turn?.Dispose();
    }

    private sealed class Writer(DbContext db, DbConnection connection) : IAsyncDisposable
    {
        private const string Matter = """(select "Id" from matters_matter where "State" = 'Dispatched' order by "Id" desc limit 1)""";
        private readonly List<(DbCommand Command, List<(string Column, object Value)> Row)> inserts = [];
        private readonly Dictionary<string, object> fresh = [];

        public async Task Prepare()
        {
            await Take("matters_matter", $"\"Id\" = {Matter}");
            await Take("matters_entry", $"\"MatterId\" = {Matter}");
            await Take("matters_clock", $"\"MatterId\" = {Matter}");
            await Take("matters_reporter", $"\"MatterId\" = {Matter}");
            await Take("data_work", """ "Id" = (select "Id" from data_work order by "DueAt" desc limit 1)""");
        }

        public async Task Write(long number)
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            fresh.Clear();
            if (connection.CanCreateBatch) await WriteBatch(transaction, number);
            else
                foreach (var (command, row) in inserts)
                {
                    command.Transaction = transaction;
                    for (var i = 0; i < row.Count; i++) command.Parameters[i].Value = Fresh(row[i].Column, row[i].Value, number);
                    await command.ExecuteNonQueryAsync();
                }
            await transaction.CommitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (command, _) in inserts) await command.DisposeAsync();
            await db.DisposeAsync();
        }

        /// <summary>All statements in one round trip; the driver prepares them once a connection.</summary>
        private async Task WriteBatch(DbTransaction transaction, long number)
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var (command, row) in inserts)
            {
                var one = batch.CreateBatchCommand();
                one.CommandText = command.CommandText;
                foreach (var (column, value) in row)
                {
                    var parameter = command.CreateParameter();
                    parameter.Value = Fresh(column, value, number);
                    one.Parameters.Add(parameter);
                }
                batch.BatchCommands.Add(one);
            }
            await batch.PrepareAsync();
            await batch.ExecuteNonQueryAsync();
        }

        private async Task Take(string table, string where)
        {
            await using var select = connection.CreateCommand();
            select.CommandText = $"select * from {table} where {where}";
            await using var reader = await select.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var row = Enumerable.Range(0, reader.FieldCount).Where(i => !reader.IsDBNull(i))
                    .Select(i => (Column: reader.GetName(i), Value: reader.GetValue(i))).ToList();
                var command = connection.CreateCommand();
                var marks = connection.CanCreateBatch ? row.Select((_, i) => $"${i + 1}") : row.Select((_, i) => $"@p{i}");
                command.CommandText = $"insert into {table} ({string.Join(", ", row.Select(c => $"\"{c.Column}\""))}) values ({string.Join(", ", marks)})";
                foreach (var i in Enumerable.Range(0, row.Count))
                {
                    var parameter = command.CreateParameter();
                    if (!connection.CanCreateBatch) parameter.ParameterName = $"@p{i}";
                    command.Parameters.Add(parameter);
                }
                inserts.Add((command, row));
            }
        }

        /// <summary>Keys are new for each report, and the same wherever one row names another.</summary>
        private object Fresh(string column, object value, long number) => column switch
        {
            "Number" => number.ToString("D12", CultureInfo.InvariantCulture)[^12..],
            "MatterId" => fresh["matter"],
            "Id" => fresh.ContainsKey("matter") ? Key(value) : fresh["matter"] = Key(value),
            _ => value,
        };

        private static object Key(object like) => like is string ? Guid.CreateVersion7().ToString().ToUpperInvariant() : Guid.CreateVersion7();
    }
}
