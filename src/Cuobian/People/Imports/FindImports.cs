using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Imports;

/// <summary>A fault in words: the row and column of the sheet, and how to mend it.</summary>
public sealed record ImportFault(int Row, string Column, string Sentence);

/// <summary>An upload as its owner sees it.</summary>
public sealed record ImportView(
    Guid Id, string Sheet, string FileName, DateTimeOffset At, ImportState State, int Total, int Done, int Added, int Changed, int Unchanged, IReadOnlyList<ImportFault> Faults);

/// <summary>Shows the uploads of the one who asks.</summary>
internal sealed class FindImports(CuobianDb db, Actor actor, ImportProgress progress, Sentences sentences)
{
    private const int Most = 20;

    public async Task<IReadOnlyList<ImportView>> Run(CancellationToken ct) =>
        [.. (await db.Set<ImportJob>().AsNoTracking().Where(j => j.By == actor.Account).OrderByDescending(j => j.At).Take(Most).ToListAsync(ct)).Select(View)];

    public async Task<ImportView?> One(Guid id, CancellationToken ct) =>
        await db.Set<ImportJob>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == id && j.By == actor.Account, ct) is { } job ? View(job) : null;

    private ImportView View(ImportJob job) => new(job.Id, job.Sheet, job.FileName, job.At, job.State, job.Total, job.State == ImportState.Done ? job.Total : progress.Of(job.Id),
        job.Added, job.Changed, job.Unchanged, [.. UploadSheet.Read(job.Faults).Select(Told)]);

    private ImportFault Told(UploadSheet.KeptFault fault)
    {
        var (row, column) = ImportSheet.Cell(fault.Field);
        return new ImportFault(row, row == 0 ? "" : PeopleShape.Heading(column), sentences.For(fault.Code, [.. fault.Details]));
    }
}
