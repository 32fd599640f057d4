using Npgsql;

namespace Cuobian.Data;

/// <summary>Where the data lives: a folder for the SQLite file, photos and keys, and a connection string when the database is PostgreSQL.</summary>
public sealed record DatabaseSettings(string Folder, string? Postgres)
{
    public bool IsPostgres => !string.IsNullOrEmpty(Postgres);

    public string SqliteFile => Path.Combine(Folder, "cuobian.db");

    /// <summary>The place in words, without a password.</summary>
    public string Where => IsPostgres ? "PostgreSQL" : SqliteFile;

    public string Connection => IsPostgres ? Prepared(Postgres!) : $"Data Source={SqliteFile};Default Timeout=30";

    /// <summary>Reads <c>--data</c> / <c>CUOBIAN_DATA</c> (default <c>./data</c>) and <c>CUOBIAN_DATABASE</c> (a PostgreSQL connection string).</summary>
    public static DatabaseSettings From(IConfiguration configuration) => new(
        Path.GetFullPath(configuration["data"] ?? configuration["CUOBIAN_DATA"] ?? "data"),
        configuration["CUOBIAN_DATABASE"]);

    /// <summary>Statements that come again are prepared once a connection, unless the operator chose otherwise (a pooler between may need 0).</summary>
    private static string Prepared(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (settings.MaxAutoPrepare == 0 && !connection.Contains("Auto Prepare", StringComparison.OrdinalIgnoreCase)) settings.MaxAutoPrepare = 200;
        // Nothing of ours outlives a transaction on a connection, so there is nothing to clean up before the next one has it.
        if (!connection.Contains("Reset On Close", StringComparison.OrdinalIgnoreCase)) settings.NoResetOnClose = true;
        return settings.ConnectionString;
    }
}
