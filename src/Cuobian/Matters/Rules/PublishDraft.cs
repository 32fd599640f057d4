using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Rules;

/// <summary>Makes a draft the version that counts from now on; matters under way keep the one they began with.</summary>
public sealed class PublishDraft(CuobianDb db, Actor actor, TimeProvider time, OpenCatalogue open, IActLedger ledger)
{
    public const int LongestNote = 300;

    /// <summary>The number of the new version; null when there is nothing of that kind to publish.</summary>
    public async Task<int?> Run(string kind, Guid seen, string? note, CancellationToken ct)
    {
        if (open.Named(kind) is not { } catalogue) return null;
        new Faults().Required(note, "note").AtMost(note, LongestNote, "note").If(!TextRules.IsPlain(note), "note", "matters.settings_not_plain").Throw();
        if (await db.Set<CatalogueDraft>().SingleOrDefaultAsync(d => d.Kind == catalogue.Kind, ct) is not { } draft) return null;
        Refused.If(draft.Stamp != seen, "matters.draft_changed");
        var latest = await db.Set<CatalogueVersion>().AsNoTracking().Where(v => v.Kind == catalogue.Kind).OrderByDescending(v => v.Number).FirstOrDefaultAsync(ct);
        Refused.If(draft.BasedOn != (latest?.Number ?? 0), "matters.draft_outdated");
        var rows = Rows.Read(draft.Content) ?? [];
        var changes = RowChanges.Between(catalogue, Rows.Read(latest?.Content ?? "[]") ?? [], rows);
        Refused.If(changes.Count == 0, "matters.draft_same");
        var faults = new Faults();
        catalogue.Check(rows, faults);
        faults.Throw();

        var number = draft.BasedOn + 1;
        db.TellWhenStored(Catalogue.Changed);
        await db.InOneTransaction(async () =>
        {
            db.Add(new CatalogueVersion { Kind = catalogue.Kind, Number = number, Content = draft.Content, Note = note!.Trim(), By = actor.Account, PublishedAt = time.GetUtcNow() });
            db.Remove(draft);
            await db.SaveChangesAsync(ct);
            await ledger.Write("settings.published", $"settings:{kind}:{number}", new
            {
                kind,
                number,
                note = note.Trim(),
                added = changes.Count(c => c.Before is null),
                removed = changes.Count(c => c.After is null),
                changed = changes.Count(c => c.Before is not null && c.After is not null),
            }, ct);
            return number;
        }, ct);
        await catalogue.Load(db, ct);
        return number;
    }
}
