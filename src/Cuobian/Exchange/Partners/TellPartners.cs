using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>
/// Writes a message to every partner that may hear of a change: of public matters in its area, and of those it sent itself.
/// It tells number, state and kind; nobody's words, names or numbers.
/// </summary>
internal sealed class TellPartners(CuobianDb db, IMatters matters, IPlaces places, TimeProvider time) : IManyReaction<MatterMoved>
{
    public const string Type = "cn.cuobian.matter.moved";

    public async Task React(IReadOnlyList<MatterMoved> happened, CancellationToken ct)
    {
        var partners = await db.Set<Partner>().AsNoTracking().Where(p => p.Enabled && p.Url != null).OrderBy(p => p.Id).ToListAsync(ct);
        if (partners.Count == 0) return;
        foreach (var one in happened) await Write(partners, one, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task Write(List<Partner> partners, MatterMoved happened, CancellationToken ct)
    {
        var links = await db.Set<PartnerLink>().AsNoTracking().Where(l => l.Number == happened.Number).ToDictionaryAsync(l => l.PartnerId, l => l.ExternalId, ct);
        var listed = await matters.Show(happened.Number, ct);
        foreach (var partner in partners)
        {
            var theirs = links.GetValueOrDefault(partner.Id);
            if (theirs is null && (listed is null || !happened.Area.StartsWith(partner.Area, StringComparison.Ordinal))) continue;
            db.Add(Message(partner, happened, theirs, listed));
        }
    }

    private Delivery Message(Partner partner, MatterMoved happened, string? theirs, ListedMatter? listed)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new Delivery
        {
            Id = id,
            PartnerId = partner.Id,
            Number = happened.Number,
            Type = Type,
            At = now,
            DueAt = now,
            Body = CloudEvent.Write(id.ToString("N"), $"/cuobian/{places.Root}", Type, happened.Number, happened.At, new
            {
                happened.Number,
                ExternalId = theirs,
                happened.Command,
                happened.State,
                happened.Area,
                Category = listed is null ? null : partner.ToTheirs(listed.Category),
            }),
        };
    }
}
