using Cuobian.Exchange.Open311;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Exchange;

internal sealed class ExchangeTables : IEntityTypeConfiguration<Changeset>
{
    public void Configure(EntityTypeBuilder<Changeset> changeset)
    {
        changeset.ToTable("exchange_changeset");
        changeset.Property(c => c.Id).ValueGeneratedNever();
    }
}
