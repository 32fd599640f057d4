using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cuobian.Data;

/// <summary>The house on PostgreSQL; text sorts by code point, so that a range of area codes is an index scan.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : CuobianDb(options)
{
    public override object Kept(DateTimeOffset instant) => instant.ToUniversalTime();

    public override Task TakeTurn(long turn, CancellationToken ct) => Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({turn})", ct);

    private protected override async Task<IWriting> Begin(bool brief, CancellationToken ct) =>
        new Writing(await Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct), ct);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTimeOffset>().HaveConversion<Utc>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        foreach (var text in model.Model.GetEntityTypes().SelectMany(e => e.GetProperties())
                     .Where(p => (p.GetProviderClrType() ?? p.ClrType) == typeof(string) || p.ClrType.IsEnum || Nullable.GetUnderlyingType(p.ClrType)?.IsEnum == true))
            text.SetCollation("C");
    }

    internal sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        instant => instant.ToUniversalTime(), instant => instant);

    private sealed class Writing(IDbContextTransaction transaction, CancellationToken ct) : IWriting
    {
        public Task Keep() => transaction.CommitAsync(ct);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
