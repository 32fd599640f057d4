using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Field;

internal sealed class VisitTable : IEntityTypeConfiguration<Visit>
{
    public void Configure(EntityTypeBuilder<Visit> visit)
    {
        visit.ToTable("field_visit");
        visit.HasIndex(v => new { v.By, v.At });
        visit.HasIndex(v => v.KeepUntil);
        visit.Ignore(v => v.Elements);
        visit.Property(v => v.SealedPerson).HasColumnName("Person");
        visit.Property(v => v.SealedPlace).HasColumnName("Place");
        visit.Property(v => v.SealedMatter).HasColumnName("Matter");
        visit.Property(v => v.SealedThing).HasColumnName("Thing");
        visit.Property(v => v.SealedSentiment).HasColumnName("Sentiment");
        visit.Property(v => v.SealedOrganisation).HasColumnName("Organisation");
        visit.Property(v => v.SealedResult).HasColumnName("Result");
    }
}

internal static class VisitSets
{
    extension(CuobianDb db)
    {
        public DbSet<Visit> Visits => db.Set<Visit>();
    }
}
