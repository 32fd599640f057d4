using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Words;

/// <summary>Makes the classifier of this node follow the model that the database says is in use.</summary>
internal sealed class ModelInUse(Classifier classifier, ILogger<ModelInUse> log)
{
    /// <summary>Tells every node that another model was switched in.</summary>
    public static readonly Signal Changed = new("model", "");
    private Guid? followed;

    public async Task Follow(CuobianDb db, CancellationToken ct)
    {
        var chosen = await db.Set<StoredModel>().AsNoTracking().Where(m => m.InUse).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct);
        if (chosen == followed) return;
        classifier.Use(chosen is { } id ? Read(await db.Set<StoredModel>().Where(m => m.Id == id).Select(m => m.Content).SingleAsync(ct)) : null);
        followed = chosen;
    }

    /// <summary>Null, and so the shipped model, when this program cannot read what another version of it wrote.</summary>
    private TextModel? Read(byte[] content)
    {
        try
        {
            return ModelFile.Read(new MemoryStream(content));
        }
        catch (InvalidDataException unreadable)
        {
            log.LogWarning(unreadable, "The model in use cannot be read; the shipped one answers");
            return null;
        }
    }
}
