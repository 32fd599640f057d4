using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Organisation;

internal sealed class OrganisationTables :
    IEntityTypeConfiguration<Seat>, IEntityTypeConfiguration<UnitPast>, IEntityTypeConfiguration<Estate>, IEntityTypeConfiguration<EstateEntry>
{
    public void Configure(EntityTypeBuilder<Seat> seat)
    {
        seat.ToTable("people_seat");
        seat.Property(s => s.Id).ValueGeneratedNever();
        seat.Property(s => s.Title).HasMaxLength(Limit.Name);
        seat.HasOne<Account>().WithMany().HasForeignKey(s => s.Account).OnDelete(DeleteBehavior.Restrict);
        seat.HasOne<StoredUnit>().WithMany().HasForeignKey(s => s.Unit).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<UnitPast> past)
    {
        past.ToTable("people_unit_past");
        past.Property(p => p.Id).ValueGeneratedNever();
        past.HasOne<StoredUnit>().WithMany().HasForeignKey(p => p.Unit).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Estate> estate)
    {
        estate.ToTable("people_estate");
        estate.Property(e => e.Community).HasMaxLength(12);
        estate.Property(e => e.Name).HasMaxLength(Limit.Name);
        estate.HasIndex(e => new { e.Community, e.Name }).IsUnique().HasFilter("\"ValidTo\" IS NULL").HasDatabaseName("people_estate_today");
        estate.HasOne<StoredUnit>().WithMany().HasForeignKey(e => e.Branch).OnDelete(DeleteBehavior.Restrict);
        estate.HasOne<Account>().WithMany().HasForeignKey(e => e.Owner).OnDelete(DeleteBehavior.Restrict);
        estate.HasMany(e => e.Entries).WithOne().HasForeignKey(l => l.Estate).OnDelete(DeleteBehavior.Restrict);
        estate.Ignore(e => e.IsGap);
    }

    public void Configure(EntityTypeBuilder<EstateEntry> line)
    {
        line.ToTable("people_estate_entry");
        line.Property(l => l.Id).ValueGeneratedNever();
        line.HasIndex(l => new { l.Estate, l.Seq }).IsUnique();
    }
}

/// <summary>How long what people type may be.</summary>
internal static class Limit
{
    public const int Name = 100;
    public const int Phone = 40;
    public const int Words = 1000;
    public const int Photos = 9;
}

internal static class OrganisationSets
{
    extension(CuobianDb db)
    {
        public DbSet<Seat> Seats => db.Set<Seat>();
        public DbSet<Estate> Estates => db.Set<Estate>();
    }
}
