using System.IO.Compression;
using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.History;

/// <summary>
/// Imports the next part of a file. The matters, the keys of their rows and the place in the file are stored in one
/// transaction, so after a crash it goes on exactly there, and a row that came once never comes again.
/// </summary>
internal sealed class RunImport(CuobianDb db, TimeProvider time, IFileStore store, IPastMatters matters, IPlaces places) : IReaction<ImportDue>
{
    public const int PartSize = 2000;

    /// <summary>More troubles than this are only counted.</summary>
    private const int MostFaults = 20_000;

    public async Task React(ImportDue due, CancellationToken ct)
    {
        var import = await db.Set<HistoryImport>().SingleOrDefaultAsync(i => i.Id == due.Import, ct);
        if (import is not { State: ImportState.Running } || import.ReadTo != due.After) return;
        try
        {
            await Part(import, ct);
        }
        catch (Invalid wrong)
        {
            db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added).ToList().ForEach(e => e.State = EntityState.Detached);
            import.Stop($"{wrong.Faults[0].Code} {string.Join(", ", wrong.Faults[0].Details)}".Trim(), time.GetUtcNow());
        }
        await db.SaveChangesAsync(ct);
        if (import.State != ImportState.Running) await store.Delete(import.Sha256, ct);
    }

    private async Task Part(HistoryImport import, CancellationToken ct)
    {
        var map = await db.Set<HistoryMap>().AsNoTracking().SingleOrDefaultAsync(m => m.Name == import.Map, ct) ?? throw new Invalid([new Fault("map", "exchange.map_unknown", import.Map)]);
        await using var content = await store.Open(import.Sha256, ct) ?? throw new Invalid([new Fault("file", "exchange.file_gone")]);
        await using var plain = await Unpack(content, ct);
        using var sheet = SheetReader.Open(plain);
        var reader = new RowReader(import.Map, map.Read(), sheet.Columns, matters, places, import.At);
        var rows = sheet.Rows.SkipWhile(row => row.Number <= import.ReadTo).Take(PartSize).Select(reader.Read).ToList();
        if (rows.Count == 0)
        {
            import.Finish(time.GetUtcNow());
            return;
        }
        await Take(import, rows, ct);
    }

    private async Task Take(HistoryImport import, List<HistoryRow> rows, CancellationToken ct)
    {
        var keys = rows.Select(r => r.Key).Distinct().ToList();
        var known = await db.Set<ImportedRow>().Where(r => r.Source == import.Map && keys.Contains(r.Key)).Select(r => r.Key).ToHashSetAsync(ct);
        var fresh = rows.Where(r => r.Matter is not null && known.Add(r.Key)).ToList();
        if (!import.DryRun && fresh.Count > 0)
        {
            var numbers = await matters.Add([.. fresh.Select(r => r.Matter!)], ct);
            db.AddRange(fresh.Select((row, at) => new ImportedRow { Source = import.Map, Key = row.Key, Number = numbers[at], ImportId = import.Id }));
        }
        if (import.Wrong + import.Noted < MostFaults)
            db.AddRange(rows.SelectMany(row => row.Troubles.DistinctBy(t => t.Column).Select(t => new ImportFault { ImportId = import.Id, Row = row.Number, Column = t.Column, Code = t.Code, Value = t.Value, Fatal = t.Fatal })));
        var wrong = rows.Count(r => r.Matter is null);
        import.Count(rows[^1].Number, rows.Count, fresh.Count, rows.Count - wrong - fresh.Count, wrong, rows.Count(r => r.Matter is not null && r.Troubles.Count > 0));
    }

    /// <summary>A file packed with gzip is unpacked into a temporary one, up to what a sheet may hold.</summary>
    internal static async Task<Stream> Unpack(Stream content, CancellationToken ct)
    {
        const long Most = 512L << 20;
        var plain = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        var magic = new byte[2];
        var read = await content.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, ct);
        content.Position = 0;
        var isPacked = read == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        await using var source = isPacked ? new GZipStream(content, CompressionMode.Decompress, leaveOpen: true) : content;
        var block = new byte[1 << 16];
        for (int some; (some = await Some(source, block, ct)) > 0;)
        {
            if (plain.Length + some > Most) throw new Invalid([new Fault("file", "sheet_too_large")]);
            await plain.WriteAsync(block.AsMemory(0, some), ct);
        }
        plain.Position = 0;
        return plain;
    }

    private static async Task<int> Some(Stream source, byte[] block, CancellationToken ct)
    {
        try
        {
            return await source.ReadAsync(block, ct);
        }
        catch (InvalidDataException)
        {
            throw new Invalid([new Fault("file", "exchange.file_broken")]);
        }
    }
}
