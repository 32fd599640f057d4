using Cuobian.Places.Borders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Places;

internal sealed class AreaTable : IEntityTypeConfiguration<AreaVersion>
{
    public void Configure(EntityTypeBuilder<AreaVersion> area)
    {
        area.ToTable("places_area");
        area.Property(a => a.Id).ValueGeneratedNever();
        area.Property(a => a.Code).HasMaxLength(12);
        area.Property(a => a.Name).HasMaxLength(PlaceName.Longest);
        area.Property(a => a.Level).HasMaxLength(20);
        area.Property(a => a.Parent).HasMaxLength(12);
        area.Property(a => a.Successor).HasMaxLength(12);
        area.HasIndex(a => a.Code).IsUnique().HasFilter("\"ValidTo\" IS NULL").HasDatabaseName("places_area_today");
        area.HasIndex(a => new { a.Code, a.ValidFrom });
    }
}

internal sealed class GridTable : IEntityTypeConfiguration<Grid>
{
    public void Configure(EntityTypeBuilder<Grid> grid)
    {
        grid.ToTable("places_grid");
        grid.Property(g => g.Code).HasMaxLength(15);
        grid.Property(g => g.Name).HasMaxLength(PlaceName.Longest);
        grid.Property(g => g.Community).HasMaxLength(12);
        grid.Property(g => g.Kind).HasMaxLength(20);
        grid.HasIndex(g => g.Code).IsUnique().HasFilter("\"ValidTo\" IS NULL").HasDatabaseName("places_grid_today");
        grid.HasIndex(g => new { g.Code, g.ValidFrom });
    }
}

internal sealed class SuccessionTable : IEntityTypeConfiguration<Succession>
{
    public void Configure(EntityTypeBuilder<Succession> link)
    {
        link.ToTable("places_grid_succession");
        link.HasKey(l => new { l.Predecessor, l.Successor });
        link.HasIndex(l => l.Successor);
        link.HasOne<Grid>().WithMany().HasForeignKey(l => l.Predecessor).OnDelete(DeleteBehavior.Restrict);
        link.HasOne<Grid>().WithMany().HasForeignKey(l => l.Successor).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BuildingTable : IEntityTypeConfiguration<Building>
{
    public void Configure(EntityTypeBuilder<Building> building)
    {
        building.ToTable("places_building");
        building.HasKey(b => b.Code);
        building.Property(b => b.Code).HasMaxLength(18);
        building.Property(b => b.Community).HasMaxLength(12);
        building.Property(b => b.Name).HasMaxLength(PlaceName.Longest);
        building.HasIndex(b => b.Community);
    }
}

internal sealed class OutlineTable : IEntityTypeConfiguration<Outline>
{
    public void Configure(EntityTypeBuilder<Outline> outline)
    {
        outline.ToTable("places_outline");
        outline.HasKey(o => o.Code);
        outline.Property(o => o.Code).HasMaxLength(12);
    }
}

internal sealed class EditionTable : IEntityTypeConfiguration<Edition>
{
    public void Configure(EntityTypeBuilder<Edition> edition)
    {
        edition.ToTable("places_edition");
        edition.Property(e => e.Id).ValueGeneratedNever();
        edition.HasData(new Edition { Id = 1, Number = 0 });
    }
}

internal sealed class PlannedChangeTable : IEntityTypeConfiguration<PlannedChange>
{
    public void Configure(EntityTypeBuilder<PlannedChange> plan)
    {
        plan.ToTable("places_planned_change");
        plan.Property(p => p.Target).HasMaxLength(15);
        plan.HasIndex(p => p.Target);
    }
}
