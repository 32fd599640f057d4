using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Tally;
using Cuobian.Notices.Letters;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>
/// Writes the rows of the latest real reports over and over, with new keys: prepared statements, one transaction each that is on the disk
/// when it ends, one connection a client. On SQLite all take turns on one connection, which is the fastest there.
/// </summary>
internal sealed class RawInserts : IAsyncDisposable
{
    private static long serial = DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 1_000_000 * 100_000;
    private readonly List<Writer> writers = [];

    /// <summary>SQLite has one writer at a time; waiting here is cheaper than waiting in the database.</summary>
    private readonly SemaphoreSlim? turn;

    private RawInserts(bool oneAtATime) => turn = oneAtATime ? new SemaphoreSlim(1, 1) : null;

    /// <param name="node">Has taken reports, with keys and without.</param>
    /// <param name="clients">How many write at once.</param>
    /// <param name="withKey">Write the row of the answer that is kept under a key, too.</param>
    public static async Task<RawInserts> Open(Node node, int clients, bool withKey)
    {
        var raw = new RawInserts(!node.Settings.IsPostgres);
        for (var i = 0; i < (node.Settings.IsPostgres ? clients : 1); i++)
        {
            var db = node.Db();
            await db.Database.OpenConnectionAsync();
            var writer = new Writer(db, db.Database.GetDbConnection());
            await writer.Prepare(withKey);
            raw.writers.Add(writer);
        }
        return raw;
    }

    public async Task Insert(int client)
    {
        if (turn is not null) await turn.WaitAsync();
        try
        {
            await writers[client % writers.Count].Write(Interlocked.Increment(ref serial));
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
        /// <summary>So many reports are written in turn, so that the mix of rows is that of the product.</summary>
        private const int Kinds = 24;
        private readonly List<List<(DbCommand Command, List<(string Column, object Value)> Row)>> reports = [];
        private readonly Dictionary<string, object> fresh = [];

        public async Task Prepare(bool withKey)
        {
            foreach (var (key, id) in await Latest())
            {
                reports.Add([]);
                await Take("matters_matter", $"\"Id\" = {key}");
                foreach (var table in new[] { "matters_entry", "matters_clock", "matters_reporter", "matters_search" }) await Take(table, $"\"MatterId\" = {key}");
                Count();
                await Take("data_work", $"\"Event\" like '%{id}%' and \"Reaction\" <> '{typeof(TellPeople).FullName}'");
                // What was to be told is gone once it is told: one row for each entry.
                foreach (var told in reports[^1].Where(r => r.Command.CommandText.Contains("matters_entry", StringComparison.Ordinal)).ToList()) await Tell(id, told.Row);
                if (withKey) await Take("data_answered", """ "Key" = (select "Key" from data_answered order by "At" desc limit 1)""");
            }
        }

        public async Task Write(long number)
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            fresh.Clear();
            var report = reports[(int)(number % reports.Count)];
            if (connection.CanCreateBatch) await WriteBatch(transaction, report, number);
            else
                foreach (var (command, row) in report)
                {
                    command.Transaction = transaction;
                    for (var i = 0; i < row.Count; i++) command.Parameters[i].Value = Fresh(row[i].Column, row[i].Value, number);
                    await command.ExecuteNonQueryAsync();
                }
            await transaction.CommitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (command, _) in reports.SelectMany(r => r)) await command.DisposeAsync();
            await db.DisposeAsync();
        }

        /// <summary>All statements in one round trip; the driver prepares them once a connection.</summary>
        private async Task WriteBatch(DbTransaction transaction, List<(DbCommand Command, List<(string Column, object Value)> Row)> report, long number)
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var (command, row) in report)
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

        private async Task<List<(string Key, Guid Id)>> Latest()
        {
            await using var select = connection.CreateCommand();
            select.CommandText = $"select \"Id\" from matters_matter order by \"Id\" desc limit {Kinds}";
            await using var reader = await select.ExecuteReaderAsync();
            var found = new List<(string, Guid)>();
            while (await reader.ReadAsync()) found.Add(($"'{reader.GetValue(0).ToString()!.ToUpperInvariant()}'", reader.GetGuid(0)));
            return found;
        }

        private async Task Take(string table, string where)
        {
            await using var select = connection.CreateCommand();
            select.CommandText = $"select * from {table} where {where}";
            await using var reader = await select.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                Keep(table, [.. Enumerable.Range(0, reader.FieldCount).Where(i => !reader.IsDBNull(i) && reader.GetName(i) != "Community" && !(table == "matters_search" && reader.GetName(i) is "Id" or "Words"))
                    .Select(i => (Column: reader.GetName(i), Value: reader.GetValue(i)))]);
        }

        /// <summary>What the report does to the figures: the product's own row is gone once it was added up.</summary>
        private void Count()
        {
            var matter = reports[^1][0].Row.ToDictionary(c => c.Column, c => c.Value);
            var facts = Fact.Of(new Countable((string)matter["Area"], (string?)matter.GetValueOrDefault("CategoryCode"), Enum.Parse<MatterState>((string)matter["State"]),
                Enum.Parse<Visibility>((string)matter["Visibility"]), DateTimeOffset.UtcNow, null, null, DateTimeOffset.UtcNow, false));
            Keep("matters_tally_change", [("Id", matter["Id"]), ("Matter", matter["Id"]), ("Facts", Fact.Write(facts))]);
        }

        private async Task Tell(Guid matter, List<(string Column, object Value)> entry)
        {
            object Of(string column) => entry.First(c => c.Column == column).Value;
            await using var select = connection.CreateCommand();
            select.CommandText = $"select * from data_work limit 1";
            await using var reader = await select.ExecuteReaderAsync();
            await reader.ReadAsync();
            var happened = new MatterMoved(matter, "261100000000", "359921100201017", (string)Of("Command"), (string)Of("To"), DateTimeOffset.UtcNow);
            Keep("data_work",
            [
                ("Id", reader.GetValue("Id")), ("Reaction", typeof(TellPeople).FullName!), ("Event", JsonSerializer.Serialize(happened)),
                ("DueAt", Of("At")), ("Attempts", reader.GetValue("Attempts")), ("Dead", reader.GetValue("Dead")),
            ]);
        }

        private void Keep(string table, List<(string Column, object Value)> row)
        {
            var command = connection.CreateCommand();
            var marks = connection.CanCreateBatch ? row.Select((_, i) => $"${i + 1}") : row.Select((_, i) => $"@p{i}");
            command.CommandText = $"insert into {table} ({string.Join(", ", row.Select(c => $"\"{c.Column}\""))}) values ({string.Join(", ", marks)})";
            foreach (var i in Enumerable.Range(0, row.Count))
            {
                var parameter = command.CreateParameter();
                if (!connection.CanCreateBatch) parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }
            reports[^1].Add((command, row));
        }

        /// <summary>Keys are new for each report, and the same wherever one row names another.</summary>
        private object Fresh(string column, object value, long number) => column switch
        {
            "Number" => number.ToString("D12", CultureInfo.InvariantCulture)[^12..],
            "Key" => number.ToString("D64", CultureInfo.InvariantCulture),
            "MatterId" or "Matter" => fresh["matter"],
            "Id" => fresh.ContainsKey("matter") ? Key(value) : fresh["matter"] = Key(value),
            _ => value,
        };

        private static object Key(object like) => like is string ? Guid.CreateVersion7().ToString().ToUpperInvariant() : Guid.CreateVersion7();
    }
}
