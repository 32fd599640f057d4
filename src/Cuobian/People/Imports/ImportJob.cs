using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Imports;

/// <summary>How far an uploaded sheet has come.</summary>
public enum ImportState { Faulty, Checked, Waiting, Writing, Done, Failed }

/// <summary>Somebody wants a checked sheet to be taken in the background.</summary>
public sealed record ImportAsked(Guid Job) : IEvent;

/// <summary>The taking was announced; now it is done, all of it or nothing.</summary>
public sealed record ImportBegun(Guid Job) : IEvent;

/// <summary>An uploaded sheet: what its check found, and how far taking it has come. Its rows are sealed, and gone when it is over.</summary>
public sealed class ImportJob : Aggregate, IPersonal
{
    private ImportJob() { }

    public string Sheet { get; private init; } = "";

    public string FileName { get; private init; } = "";

    public Guid? By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public ImportState State { get; private set; }

    public int Total { get; private init; }

    public int Added { get; private set; }

    public int Changed { get; private set; }

    public int Unchanged { get; private set; }

    /// <summary>The lines as JSON until they are taken.</summary>
    public string? Rows { get; private set; }

    /// <summary>What is wrong, as JSON.</summary>
    public string? Faults { get; private set; }

    internal string? SealedRows { get; private set; }

    internal string? SealedFaults { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public static ImportJob Keep(string sheet, string fileName, int total, string rows, Guid? by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Sheet = sheet,
        FileName = fileName,
        Total = total,
        Rows = rows,
        By = by,
        At = now,
        State = ImportState.Checked,
    };

    public void Found(int added, int changed, int unchanged) => (Added, Changed, Unchanged) = (added, changed, unchanged);

    public void Refuse(ImportState state, string faults, DateTimeOffset now) => (State, Faults, Rows, FinishedAt) = (state, faults, null, now);

    public void Ask()
    {
        MustBe(ImportState.Checked);
        State = ImportState.Waiting;
        Raise(new ImportAsked(Id));
    }

    public void Begin()
    {
        State = ImportState.Writing;
        Raise(new ImportBegun(Id));
    }

    public void Finish(DateTimeOffset now) => (State, Rows, FinishedAt) = (ImportState.Done, null, now);

    public void MustBe(ImportState state) => Refused.If(State != state, "people.import_state");

    void IPersonal.Seal(Sealer sealer)
    {
        SealedRows = sealer.Seal("people_import.Rows", Id, Rows, SealedRows);
        SealedFaults = sealer.Seal("people_import.Faults", Id, Faults, SealedFaults);
    }

    void IPersonal.Open(Sealer sealer)
    {
        Rows = sealer.Open("people_import.Rows", Id, SealedRows);
        Faults = sealer.Open("people_import.Faults", Id, SealedFaults);
    }
}

internal sealed class ImportTable : IEntityTypeConfiguration<ImportJob>
{
    public void Configure(EntityTypeBuilder<ImportJob> job)
    {
        job.ToTable("people_import");
        job.Property(j => j.FileName).HasMaxLength(200);
        job.Ignore(j => j.Rows);
        job.Ignore(j => j.Faults);
        job.Property(j => j.SealedRows).HasColumnName("Rows");
        job.Property(j => j.SealedFaults).HasColumnName("Faults");
        job.HasIndex(j => new { j.By, j.At });
    }
}
