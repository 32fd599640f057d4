using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Me;

internal sealed class MeTables : IEntityTypeConfiguration<SaidConsent>, IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<SaidConsent> consent)
    {
        consent.ToTable("people_consent");
        consent.Property(c => c.Id).ValueGeneratedNever();
        consent.HasIndex(c => new { c.Subject, c.At });
        consent.HasIndex(c => new { c.Account, c.At });
        consent.HasIndex(c => c.At);
    }

    public void Configure(EntityTypeBuilder<Erasure> erasure)
    {
        erasure.ToTable("people_erasure");
        erasure.Ignore(e => e.Words);
        erasure.Ignore(e => e.Answer);
        erasure.Ignore(e => e.Lines);
        erasure.Property(e => e.SealedWords).HasColumnName("Words");
        erasure.Property(e => e.SealedAnswer).HasColumnName("Answer");
        erasure.Property(e => e.LinesJson).HasColumnName("Lines");
        erasure.HasIndex(e => new { e.Account, e.Id });
        erasure.HasIndex(e => new { e.State, e.DueAt });
        erasure.HasIndex(e => e.NextAt);
    }
}
