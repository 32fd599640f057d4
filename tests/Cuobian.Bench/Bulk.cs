using System.Collections;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Cuobian.Bench;

/// <summary>Stores many rows of the product's own tables, each value as the model says: by COPY on PostgreSQL, else by saving.</summary>
internal static class Bulk
{
    /// <summary>Rows of several types; those a foreign key points to come first.</summary>
    public static async Task Store(Node node, IReadOnlyCollection<object> rows)
    {
        await using var db = node.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (db is PostgresDb)
            foreach (var alike in rows.GroupBy(row => row.GetType())) await Copy(db, alike.Key, alike);
        else
            await Save(db, rows);
        await transaction.CommitAsync();
    }

    private static Task<int> Save(CuobianDb db, IReadOnlyCollection<object> rows)
    {
        db.AddRange(rows);
        return db.SaveChangesAsync();
    }

    private static async Task Copy(CuobianDb db, Type type, IEnumerable rows)
    {
        var table = db.Model.FindEntityType(type)!;
        var columns = table.GetProperties().Where(p => p.PropertyInfo is not null && p.GetComputedColumnSql() is null && !(p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long)))
            .Select(p => (Property: p.PropertyInfo!, Name: p.GetColumnName(), Type: p.GetColumnType(), Stored: p.GetTypeMapping().Converter?.ConvertToProvider)).ToList();
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table.GetTableName()} ({names}) from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var (property, _, kind, stored) in columns)
            {
                var value = property.GetValue(row);
                if (value is not null && stored is not null) value = stored(value);
                if (value is null) await copy.WriteNullAsync();
                else await copy.WriteAsync(value, kind);
            }
        }
        await copy.CompleteAsync();
    }

    /// <summary>Filling a table is much faster while nothing keeps its indexes and foreign keys; afterwards all of them are made again, and so checked.</summary>
    public static async Task WithoutIndexes(Node node, string[] tables, Func<Task> fill)
    {
        if (!node.Settings.IsPostgres)
        {
            await fill();
            return;
        }
        await using var connection = new NpgsqlConnection(node.Settings.Connection + ";Command Timeout=0");
        await connection.OpenAsync();
        var keys = await Pairs(connection, tables, """
            select format('alter table %s drop constraint %I', conrelid::regclass, conname), format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint where contype = 'f' and conrelid::regclass::text = any($1)
            """);
        var indexes = await Pairs(connection, tables, """
            select format('drop index %I', indexname), indexdef from pg_indexes
            where tablename = any($1) and not exists (select 1 from pg_constraint where conindid = format('%I', indexname)::regclass and contype in ('p', 'u'))
            """);
        foreach (var (drop, _) in keys.Concat(indexes)) await Run(connection, drop);
        await fill();
        await Run(connection, "set maintenance_work_mem = '512MB'");
        foreach (var (_, make) in indexes.Concat(keys)) await Run(connection, make);
        foreach (var table in tables) await Run(connection, $"vacuum analyze {table}");
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<(string Drop, string Make)>> Pairs(NpgsqlConnection connection, string[] tables, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = tables } } };
        await using var reader = await command.ExecuteReaderAsync();
        var pairs = new List<(string, string)>();
        while (await reader.ReadAsync()) pairs.Add((reader.GetString(0), reader.GetString(1)));
        return pairs;
    }
}
