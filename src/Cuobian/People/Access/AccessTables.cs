using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Access;

internal sealed class AccessTables : IEntityTypeConfiguration<Look>
{
    public void Configure(EntityTypeBuilder<Look> look)
    {
        look.ToTable("people_access");
        look.Property(l => l.Id).ValueGeneratedNever();
        look.Ignore(l => l.Words);
        look.Property(l => l.SealedWords).HasColumnName("Words");
        look.HasIndex(l => new { l.Subject, l.At });
        look.HasIndex(l => new { l.Person, l.At });
    }
}

internal static class AccessSets
{
    extension(CuobianDb db)
    {
        public DbSet<Look> Looks => db.Set<Look>();
    }
}
