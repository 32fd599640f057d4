using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Field;

internal sealed class FieldTables :
    IEntityTypeConfiguration<PatrolRoute>, IEntityTypeConfiguration<RoutePoint>, IEntityTypeConfiguration<Patrol>, IEntityTypeConfiguration<CheckIn>
{
    public void Configure(EntityTypeBuilder<PatrolRoute> route)
    {
        route.ToTable("field_route");
        route.HasIndex(r => r.Grid);
        route.HasMany(r => r.Points).WithOne().HasForeignKey(p => p.RouteId);
    }

    public void Configure(EntityTypeBuilder<RoutePoint> point)
    {
        point.ToTable("field_route_point");
        point.HasKey(p => new { p.RouteId, p.Seq });
        point.Property(p => p.Seq).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<Patrol> patrol)
    {
        patrol.ToTable("field_patrol");
        patrol.HasIndex(p => new { p.Grid, p.StartedAt });
        patrol.HasIndex(p => new { p.By, p.RouteId, p.StartedAt });
        patrol.HasOne<PatrolRoute>().WithMany().HasForeignKey(p => p.RouteId).OnDelete(DeleteBehavior.Restrict);
        patrol.HasMany(p => p.CheckIns).WithOne().HasForeignKey(c => c.PatrolId);
    }

    public void Configure(EntityTypeBuilder<CheckIn> checkIn)
    {
        checkIn.ToTable("field_check_in");
        checkIn.HasKey(c => new { c.PatrolId, c.Point });
        checkIn.Property(c => c.Point).ValueGeneratedNever();
    }
}

internal static class FieldSets
{
    extension(CuobianDb db)
    {
        public DbSet<PatrolRoute> Routes => db.Set<PatrolRoute>();
        public DbSet<Patrol> Patrols => db.Set<Patrol>();
    }
}
