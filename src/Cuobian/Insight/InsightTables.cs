using Cuobian.Insight.Campaigns;
using Cuobian.Insight.Spots;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Insight;

internal sealed class InsightTables :
    IEntityTypeConfiguration<Spot>, IEntityTypeConfiguration<SpotVoice>, IEntityTypeConfiguration<SpotCursor>,
    IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<Measure>, IEntityTypeConfiguration<CampaignMatter>
{
    public void Configure(EntityTypeBuilder<Spot> spot)
    {
        spot.ToTable("insight_spot");
        spot.Property(s => s.Id).ValueGeneratedNever();
        spot.Ignore(s => s.Sketch);
        spot.HasIndex(s => new { s.Area, s.LastAt });
        spot.HasIndex(s => new { s.Matters, s.LastAt });
        spot.HasIndex(s => s.Heat);
    }

    public void Configure(EntityTypeBuilder<SpotVoice> voice)
    {
        voice.ToTable("insight_spot_matter");
        voice.HasKey(v => v.MatterId);
        voice.Property(v => v.MatterId).ValueGeneratedNever();
        voice.HasIndex(v => new { v.SpotId, v.At });
    }

    public void Configure(EntityTypeBuilder<SpotCursor> cursor)
    {
        cursor.ToTable("insight_cursor");
        cursor.Property(c => c.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable("insight_campaign");
        campaign.HasIndex(c => new { c.Area, c.State });
        campaign.HasMany(c => c.Measures).WithOne().HasForeignKey(m => m.CampaignId);
    }

    public void Configure(EntityTypeBuilder<Measure> measure)
    {
        measure.ToTable("insight_measure");
        measure.Property(m => m.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<CampaignMatter> matter)
    {
        matter.ToTable("insight_campaign_matter");
        matter.HasKey(m => new { m.CampaignId, m.Number });
        matter.HasIndex(m => m.Number);
    }
}
