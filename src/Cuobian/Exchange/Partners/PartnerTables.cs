using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Exchange.Partners;

internal sealed class PartnerTables :
    IEntityTypeConfiguration<Partner>, IEntityTypeConfiguration<Delivery>, IEntityTypeConfiguration<Received>, IEntityTypeConfiguration<PartnerLink>
{
    public void Configure(EntityTypeBuilder<Partner> partner)
    {
        partner.ToTable("exchange_partner");
        partner.Property(p => p.Id).ValueGeneratedNever();
        partner.HasIndex(p => p.Code).IsUnique();
        partner.Ignore(p => p.Categories);
    }

    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable("exchange_delivery");
        delivery.Property(d => d.Id).ValueGeneratedNever();
        delivery.HasIndex(d => new { d.State, d.DueAt });
        delivery.HasIndex(d => new { d.PartnerId, d.State, d.Id });
        delivery.HasOne<Partner>().WithMany().HasForeignKey(d => d.PartnerId);
    }

    public void Configure(EntityTypeBuilder<Received> received)
    {
        received.ToTable("exchange_received");
        received.HasKey(r => new { r.PartnerId, r.MessageId });
        received.HasIndex(r => r.At);
    }

    public void Configure(EntityTypeBuilder<PartnerLink> link)
    {
        link.ToTable("exchange_link");
        link.HasKey(l => new { l.PartnerId, l.ExternalId });
        link.HasIndex(l => l.Number);
    }
}
