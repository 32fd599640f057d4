using Cuobian.Data;
using Cuobian.Data.Live;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>Is there any partner to tell? Where there is none, no change of a matter writes a message to nobody.</summary>
internal sealed class Audience
{
    /// <summary>Tells every node that there may be somebody to tell.</summary>
    public static readonly Signal Changed = new("partners", "");
    private readonly Remembered<bool> isAny = new(true);

    /// <summary>Yes until it is known that there is none; another node's first partner is heard of at once.</summary>
    public bool IsAny => isAny.Now;

    public void Gained() => isAny.Know(true);

    public Task Look(CuobianDb db, CancellationToken ct) => isAny.Read(() => db.Set<Partner>().AnyAsync(p => p.Enabled && p.Url != null, ct));
}
