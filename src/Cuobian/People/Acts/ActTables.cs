using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Acts;

internal sealed class ActTables : IEntityTypeConfiguration<ActLine>, IEntityTypeConfiguration<ActHead>
{
    public void Configure(EntityTypeBuilder<ActLine> line)
    {
        line.ToTable("people_ledger");
        line.HasKey(l => l.Seq);
        line.Property(l => l.Seq).ValueGeneratedNever();
        line.HasIndex(l => new { l.Subject, l.Seq });
    }

    public void Configure(EntityTypeBuilder<ActHead> head)
    {
        head.ToTable("people_ledger_head");
        head.Property(h => h.Id).ValueGeneratedNever();
    }
}

internal static class ActSets
{
    extension(CuobianDb db)
    {
        public DbSet<ActLine> Acts => db.Set<ActLine>();
        public DbSet<ActHead> ActHeads => db.Set<ActHead>();
    }
}
