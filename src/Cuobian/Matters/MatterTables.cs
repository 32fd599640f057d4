using System.Text.Json;
using Cuobian.Data;
using Cuobian.Matters.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters;

internal sealed class MatterTables :
    IEntityTypeConfiguration<Matter>, IEntityTypeConfiguration<MatterClock>, IEntityTypeConfiguration<MatterEntry>,
    IEntityTypeConfiguration<MatterPhoto>, IEntityTypeConfiguration<MatterSupporter>, IEntityTypeConfiguration<MatterReporter>,
    IEntityTypeConfiguration<MatterCo>, IEntityTypeConfiguration<NumberBlock>, IEntityTypeConfiguration<SavedView>
{
    public static readonly JsonSerializerOptions Json = new();

    public void Configure(EntityTypeBuilder<Matter> matter)
    {
        matter.ToTable("matters_matter");
        matter.ComplexProperty(m => m.Request, request => request.ToJson());
        matter.Property(m => m.FormAnswers).HasConversion(FormAnswerText.Converter, FormAnswerText.Comparer);
        // Where few rows have a value, those that have none stay out: a report then writes fewer indexes.
        matter.HasIndex(m => m.MergedInto).HasFilter("\"MergedInto\" is not null");
        matter.HasIndex(m => m.SplitFrom).HasFilter("\"SplitFrom\" is not null");
        matter.HasIndex(m => new { m.CameFrom, m.TheirNumber }).IsUnique().HasFilter("\"TheirNumber\" is not null");
        matter.Property(m => m.Panel).HasConversion(panel => JsonSerializer.Serialize(panel, Json), text => JsonSerializer.Deserialize<MatterPanel>(text, Json));
        matter.HasIndex(m => m.CalledOutAt).HasFilter("\"CalledOutAt\" is not null");
        matter.Ignore(m => m.HasOpenParts);
        matter.Ignore(m => m.HidesText);
        matter.Ignore(m => m.Place);
        matter.Ignore(m => m.LevelAbove);
        matter.Ignore(m => m.Address);
        matter.Property(m => m.SealedAddress).HasColumnName("Address");
        matter.HasIndex(m => m.Number).IsUnique();
        matter.HasIndex(m => new { m.State, m.NextDueAt, m.Id });
        matter.HasIndex(m => new { m.NextDueAt, m.Id, m.Area, m.Tier }).HasFilter("\"NextDueAt\" is not null");
        matter.HasIndex(m => new { m.Area, m.Id });
        // The newest that are open in a community, without a look at its others.
        Derived(matter.Property(m => m.Community).HasComputedColumnSql("substr(\"Area\", 1, 12)", stored: true).Metadata);
        matter.HasIndex(m => new { m.Community, m.Id, m.State });
        // What waits in a street, by state and due time: with it a queue counts its tabs without reading a matter.
        matter.HasIndex(m => new { m.Area, m.State, m.NextDueAt, m.Id });
        // Almost none: without an index of their own the database looks for them among all the others.
        matter.HasIndex(m => new { m.State, m.Area }).HasFilter("\"NextDueAt\" is null and \"State\" in ('Triage', 'Dispatched', 'Handling', 'Verifying', 'Review')");
        matter.HasIndex(m => new { m.LeadUnit, m.NextDueAt, m.Id });
        matter.HasIndex(m => new { m.Visibility, m.RegisteredAt, m.Id });
        matter.HasIndex(m => new { m.CategoryCode, m.Area, m.RegisteredAt });
        matter.HasIndex(m => new { m.RegisteredAt, m.Area });
        matter.HasIndex(m => new { m.ClosedAt, m.Area }).HasFilter("\"ClosedAt\" is not null");
        matter.HasIndex(m => new { m.AnsweredAt, m.Area }).HasFilter("\"AnsweredAt\" is not null");
        matter.HasMany(m => m.Clocks).WithOne().HasForeignKey(c => c.MatterId);
        matter.HasMany(m => m.Entries).WithOne().HasForeignKey(e => e.MatterId);
        matter.HasMany(m => m.Photos).WithOne().HasForeignKey(p => p.MatterId);
        matter.HasMany(m => m.Co).WithOne().HasForeignKey(c => c.MatterId);
    }

    /// <summary>Neither written nor read back after a write: nobody looks at it there.</summary>
    private static void Derived(IMutableProperty property)
    {
        property.ValueGenerated = ValueGenerated.Never;
        property.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        property.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }

    public void Configure(EntityTypeBuilder<MatterClock> clock)
    {
        clock.ToTable("matters_clock");
        clock.Property(c => c.Id).ValueGeneratedNever();
        clock.HasIndex(c => new { c.Kind, c.StoppedAt });
        clock.Ignore(c => c.Runs);
    }

    public void Configure(EntityTypeBuilder<MatterEntry> entry)
    {
        entry.ToTable("matters_entry");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Ignore(e => e.ByName);
        entry.Ignore(e => e.Why);
        entry.HasIndex(e => new { e.MatterId, e.Seq }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<MatterPhoto> photo)
    {
        photo.ToTable("matters_photo");
        photo.HasKey(p => new { p.MatterId, p.FileId });
    }

    public void Configure(EntityTypeBuilder<MatterCo> co)
    {
        co.ToTable("matters_co");
        co.HasKey(c => new { c.MatterId, c.Unit });
        co.HasIndex(c => new { c.Unit, c.State });
        co.HasIndex(c => c.CalledAt);
    }

    public void Configure(EntityTypeBuilder<MatterSupporter> supporter)
    {
        supporter.ToTable("matters_supporter");
        supporter.HasKey(s => new { s.MatterId, s.Who });
    }

    public void Configure(EntityTypeBuilder<MatterReporter> reporter)
    {
        reporter.ToTable("matters_reporter");
        reporter.HasKey(r => r.MatterId);
        reporter.Property(r => r.MatterId).ValueGeneratedNever();
        reporter.HasIndex(r => r.Account);
        reporter.Ignore(r => r.Name);
        reporter.Ignore(r => r.Phone);
        reporter.Property(r => r.SealedName).HasColumnName("Name");
        reporter.Property(r => r.SealedPhone).HasColumnName("Phone");
        reporter.HasIndex(r => r.PhoneIndex);
    }

    public void Configure(EntityTypeBuilder<SavedView> view)
    {
        view.ToTable("matters_saved_view");
        view.Property(v => v.Id).ValueGeneratedNever();
        view.HasIndex(v => new { v.Account, v.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<NumberBlock> block)
    {
        block.ToTable("matters_number_block");
        block.HasKey(b => b.Month);
    }
}

/// <summary>The module's sets, for those who may see its types.</summary>
internal static class MatterSets
{
    extension(CuobianDb db)
    {
        public DbSet<Matter> Matters => db.Set<Matter>();
        public DbSet<MatterReporter> Reporters => db.Set<MatterReporter>();
    }
}
