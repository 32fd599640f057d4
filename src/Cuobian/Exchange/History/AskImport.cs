using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Exchange.Contracts;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.History;

/// <summary>An administrator hands in a file of history; it is imported in the background, or only tried.</summary>
internal sealed class AskImport(CuobianDb db, Actor actor, TimeProvider time, IPlaces places, IFileStore store, IActLedger acts)
{
    public async Task<Guid> Run(string map, string fileName, Stream file, bool dryRun, CancellationToken ct)
    {
        actor.Require(ExchangePermissions.Manage, places.Root);
        var known = await db.Set<HistoryMap>().AnyAsync(m => m.Name == map, ct);
        new Faults().If(!known, "map", "exchange.map_unknown", map).Throw();
        var sha = await store.Save(file, ct);
        var import = HistoryImport.Begin(map, fileName[^Math.Min(fileName.Length, 100)..], sha, dryRun, actor.Account, time.GetUtcNow());
        await db.InOneTransaction(async () =>
        {
            db.Add(import);
            await db.SaveChangesAsync(ct);
            if (!dryRun) await acts.Write("import_asked", $"import:{import.Id:N}", new { map }, ct);
            return true;
        }, ct);
        // The import looks after its file now and deletes it at its end.
        await store.Settle(sha, ct);
        return import.Id;
    }
}

/// <summary>An administrator saves which column means what, under a name.</summary>
internal sealed class SaveMap(CuobianDb db, Actor actor, TimeProvider time, IPlaces places)
{
    private const int LongestColumn = 200;

    public async Task Run(string? name, HistoryColumns columns, CancellationToken ct)
    {
        actor.Require(ExchangePermissions.Manage, places.Root);
        var theirs = columns.Categories.Keys.FirstOrDefault(word => word.Length == 0);
        new Faults()
            .If(!Partners.Partner.IsCode(name), "name", "exchange.code_form")
            .If(columns.Text.Count == 0, "text", "exchange.map_without_text")
            .If(Coordinates.Named(columns.Crs) is null, "crs", "matters.unknown_crs")
            .If(columns.Offset is < -720 or > 840, "offset", "exchange.map_offset")
            .If(theirs is not null, "categories", "exchange.map_category")
            .AtMost(columns.Named.MaxBy(column => column.Length), LongestColumn, "columns")
            .AtMost(columns.ClosedStates.Concat(columns.Categories.Keys).Concat(columns.Categories.Values).MaxBy(word => word.Length), LongestColumn, "words")
            .Throw();
        if (await db.Set<HistoryMap>().SingleOrDefaultAsync(m => m.Name == name, ct) is { } known) (known.Columns, known.ChangedAt) = (HistoryMap.Write(columns), time.GetUtcNow());
        else db.Add(new HistoryMap { Name = name!, Columns = HistoryMap.Write(columns), ChangedAt = time.GetUtcNow() });
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>Shows imports with how far they are, maps, and what could not be understood.</summary>
internal sealed class FindImports(CuobianDb db, Actor actor, IPlaces places)
{
    public const int MostShown = 50;

    public async Task<IReadOnlyList<HistoryImport>> Run(CancellationToken ct)
    {
        Ask();
        return await db.Set<HistoryImport>().AsNoTracking().OrderByDescending(i => i.Id).Take(MostShown).ToListAsync(ct);
    }

    public async Task<HistoryImport?> One(Guid id, CancellationToken ct)
    {
        Ask();
        return await db.Set<HistoryImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);
    }

    public async Task<IReadOnlyList<HistoryMap>> Maps(CancellationToken ct)
    {
        Ask();
        return await db.Set<HistoryMap>().AsNoTracking().OrderBy(m => m.Name).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<ImportFault>> Faults(Guid import, CancellationToken ct)
    {
        Ask();
        return await db.Set<ImportFault>().AsNoTracking().Where(f => f.ImportId == import).OrderBy(f => f.Row).ThenBy(f => f.Column).ToListAsync(ct);
    }

    private void Ask() => actor.Require(ExchangePermissions.Manage, places.Root);
}
