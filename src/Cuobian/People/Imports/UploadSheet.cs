using System.Text.Json;
using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Imports;

/// <summary>Somebody uploads a sheet on a page: it is checked and kept for a day, and nothing else changes until they say so.</summary>
internal sealed class UploadSheet(CuobianDb db, Actor actor, ImportSheet import, TimeProvider time)
{
    private const int MostFaults = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>A fault as it is kept with the upload.</summary>
    public sealed record KeptFault(string Field, string Code, IReadOnlyList<string> Details);

    /// <summary>Null when there is no such kind of sheet. The stream must be seekable.</summary>
    public async Task<ImportJob?> Run(string name, string fileName, Stream file, CancellationToken ct)
    {
        if (import.Named(name) is not { } sheet) return null;
        sheet.RequireRight();
        var lines = await PeopleShape.Read(file, sheet, ct);
        var now = time.GetUtcNow();
        var job = ImportJob.Keep(name, fileName.Length > 200 ? fileName[..200] : fileName, lines.Count, JsonSerializer.Serialize(lines), actor.Account, now);
        try
        {
            var outcome = await ImportSheet.Check(sheet, lines, ct);
            job.Found(outcome.Added, outcome.Changed, outcome.Unchanged);
        }
        catch (Invalid invalid)
        {
            job.Refuse(ImportState.Faulty, Write(invalid), now);
        }
        db.Add(job);
        await db.InOneTransaction(async () =>
        {
            var old = now - Kept;
            await db.Set<ImportJob>().Where(j => j.At < old && j.State != ImportState.Waiting && j.State != ImportState.Writing).ExecuteDeleteAsync(ct);
            return await db.SaveChangesAsync(ct);
        }, ct);
        return job;
    }

    public static string Write(Invalid invalid) =>
        JsonSerializer.Serialize(invalid.Faults.Take(MostFaults).Select(f => new KeptFault(f.Field, f.Code, [.. f.Details.Select(d => $"{d}")])));

    public static IReadOnlyList<KeptFault> Read(string? faults) => faults is null ? [] : JsonSerializer.Deserialize<List<KeptFault>>(faults)!;

    public static List<SheetLine> Lines(ImportJob job) => JsonSerializer.Deserialize<List<SheetLine>>(job.Rows ?? "[]")!;
}
