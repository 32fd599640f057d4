using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Rules;

/// <summary>Changes the draft of a kind of settings, a row at a time or by a file; nothing counts before it is published.</summary>
public sealed class EditDraft(CuobianDb db, Actor actor, TimeProvider time, OpenCatalogue open)
{
    /// <summary>Writes a row; without a key it is a new one, numbered by us where this kind numbers its rows.</summary>
    public Task<string?> Put(string kind, Guid seen, string? key, Row row, CancellationToken ct) => Change(kind, seen, (catalogue, rows) =>
    {
        if (string.IsNullOrEmpty(key))
        {
            var added = catalogue.NumbersRows ? new Row(catalogue.NextKey(rows).ToString(CultureInfo.InvariantCulture), row.Values) : row;
            rows.Add(added);
            CheckRow(catalogue, rows, added.Key);
            return added.Key;
        }
        var at = rows.FindIndex(r => r.Key == key);
        Refused.If(at < 0, "matters.settings_row_gone", key);
        rows[at] = new Row(key, row.Values);
        CheckRow(catalogue, rows, key);
        return key;
    }, ct);

    public Task<string?> Remove(string kind, Guid seen, string key, CancellationToken ct) => Change(kind, seen, (_, rows) =>
    {
        rows.RemoveAll(r => r.Key == key);
        return key;
    }, ct);

    /// <summary>Up by a negative number of places, down by a positive one; it stops at the ends.</summary>
    public Task<string?> Move(string kind, Guid seen, string key, int by, CancellationToken ct) => Change(kind, seen, (_, rows) =>
    {
        var at = rows.FindIndex(r => r.Key == key);
        Refused.If(at < 0, "matters.settings_row_gone", key);
        var row = rows[at];
        rows.RemoveAt(at);
        rows.Insert(Math.Clamp(at + by, 0, rows.Count), row);
        return key;
    }, ct);

    /// <summary>Takes the rows of a file: all of them instead of those before, or only those it has.</summary>
    public async Task<int?> Take(string kind, Guid seen, Stream file, bool replace, CancellationToken ct)
    {
        if (open.Named(kind) is not { } named) return null;
        var taken = await RowSheet.Read(named, file, ct);
        await Change(kind, seen, (catalogue, rows) =>
        {
            if (replace) rows.Clear();
            foreach (var row in taken) TakeRow(catalogue, rows, row);
            var faults = new Faults();
            catalogue.Check(rows, faults);
            faults.Throw();
            return kind;
        }, ct);
        return taken.Count;
    }

    public async Task<bool> Discard(string kind, Guid seen, CancellationToken ct)
    {
        if (open.Named(kind) is not { } catalogue) return false;
        if (await db.Set<CatalogueDraft>().SingleOrDefaultAsync(d => d.Kind == catalogue.Kind, ct) is not { } draft) return true;
        Refused.If(draft.Stamp != seen, "matters.draft_changed");
        db.Remove(draft);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private static void TakeRow(Catalogue catalogue, List<Row> rows, Row row)
    {
        if (row.Key.Length == 0 && catalogue.NumbersRows) row = new Row(catalogue.NextKey(rows).ToString(CultureInfo.InvariantCulture), row.Values);
        var at = rows.FindIndex(r => r.Key == row.Key);
        if (at < 0) rows.Add(row);
        else rows[at] = row;
    }

    private async Task<string?> Change(string kind, Guid seen, Func<Catalogue, List<Row>, string> change, CancellationToken ct)
    {
        if (open.Named(kind) is not { } catalogue) return null;
        var now = time.GetUtcNow();
        var draft = await db.Set<CatalogueDraft>().SingleOrDefaultAsync(d => d.Kind == catalogue.Kind, ct);
        Refused.If((draft?.Stamp ?? Guid.Empty) != seen, "matters.draft_changed");
        if (draft is null) db.Add(draft = await Begin(catalogue, now, ct));
        var rows = Rows.Read(draft.Content) ?? [];
        var key = change(catalogue, rows);
        (draft.Content, draft.Stamp, draft.By, draft.ChangedAt) = (Rows.Write(rows), Guid.CreateVersion7(now), actor.Account, now);
        await db.SaveChangesAsync(ct);
        return key;
    }

    private async Task<CatalogueDraft> Begin(Catalogue catalogue, DateTimeOffset now, CancellationToken ct)
    {
        var latest = await db.Set<CatalogueVersion>().AsNoTracking().Where(v => v.Kind == catalogue.Kind).OrderByDescending(v => v.Number).FirstOrDefaultAsync(ct);
        return new CatalogueDraft { Kind = catalogue.Kind, Content = latest?.Content ?? "[]", BasedOn = latest?.Number ?? 0, Stamp = Guid.Empty, ChangedAt = now };
    }

    /// <summary>Only what is wrong with this row: a draft may wait half done elsewhere.</summary>
    private static void CheckRow(Catalogue catalogue, List<Row> rows, string key)
    {
        var faults = new Faults();
        catalogue.Check(rows, faults);
        try
        {
            faults.Throw();
        }
        catch (Invalid invalid)
        {
            var own = invalid.Faults.Where(f => f.Field.StartsWith(key + ".", StringComparison.Ordinal)).Select(f => f with { Field = f.Field[(key.Length + 1)..] }).ToList();
            if (own.Count > 0) throw new Invalid(own);
        }
    }
}
