using System.Data.Common;

namespace Cuobian.Data.Backup;

/// <summary>What was in a database at one moment.</summary>
internal sealed record Contents(string Schema, SortedDictionary<string, long> Rows, SortedDictionary<string, string> Keys, IReadOnlyList<string> Files);

/// <summary>Takes one consistent copy of the database while others write, and puts it back whole or not at all.</summary>
internal abstract class DatabaseCopy
{
    public static DatabaseCopy Of(DatabaseSettings settings, IConfiguration configuration) =>
        settings.IsPostgres ? new PostgresCopy(settings, configuration) : new SqliteCopy(settings);

    public abstract string Kind { get; }

    /// <summary>The migrations this program knows.</summary>
    public abstract IEnumerable<string> KnownSchemas { get; }

    /// <summary>Writes the copy to a file and says what is in it.</summary>
    public abstract Task<Contents> Take(string file, CancellationToken ct);

    /// <summary>Is there a database with something in it already?</summary>
    public abstract Task<bool> HasContents(CancellationToken ct);

    /// <summary>Puts the copy in the place of what is there; when it throws, what was there is still there.</summary>
    public abstract Task PutBack(string file, Manifest manifest, bool replace, CancellationToken ct);

    protected static async Task<Contents> Look(DbConnection connection, string tables, CancellationToken ct)
    {
        var names = await Column(connection, tables, ct);
        if (!names.Contains("__EFMigrationsHistory")) throw new BackupTrouble("There is no database of Cuobian here. Check --data and CUOBIAN_DATABASE.");
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in names) rows[name] = long.Parse((await Column(connection, $"select count(*) from \"{name}\"", ct))[0], null);
        var ids = await Column(connection, "select \"Id\" from data_key order by \"Id\"", ct);
        var checks = await Column(connection, "select \"Check\" from data_key order by \"Id\"", ct);
        return new Contents(
            (await Column(connection, "select max(\"MigrationId\") from \"__EFMigrationsHistory\"", ct))[0], rows,
            new SortedDictionary<string, string>(ids.Zip(checks).ToDictionary(k => k.First, k => k.Second), StringComparer.Ordinal),
            await Column(connection, "select \"Sha256\" from data_file union select \"ThumbSha256\" from data_file where \"ThumbSha256\" is not null", ct));
    }

    protected static void MustBeSame(Manifest manifest, Contents found)
    {
        foreach (var (table, rows) in manifest.Rows)
            if (found.Rows.GetValueOrDefault(table, -1) != rows) throw new BackupTrouble($"The copy holds another number of rows in {table} than its manifest says. Take another backup.");
    }

    protected static async Task<List<string>> Column(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        // Names of tables come from the catalogue of the database, nothing from outside.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        var values = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) values.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        return values;
    }
}
