using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Tests.Architecture;

/// <summary>The migrations of both providers say what the model says.</summary>
public sealed class ModelTests
{
    [Fact]
    public void No_change_waits_for_a_migration_on_SQLite()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void No_change_waits_for_a_migration_on_PostgreSQL()
    {
        using var db = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Every_table_carries_the_name_of_its_module()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
        var strangers = db.Model.GetEntityTypes()
            .Where(e => e.GetTableName() is { } table && e.ClrType.Namespace is { } space && space.StartsWith("Cuobian.", StringComparison.Ordinal)
                && !table.StartsWith(space.Split('.')[1].ToLowerInvariant() + "_", StringComparison.Ordinal))
            .Select(e => $"{e.ClrType.Name} is stored as {e.GetTableName()}");
        Findings.MustBeNone(strangers);
    }
}
