using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Exchange.History;

/// <summary>Where an import stands.</summary>
internal enum ImportState { Running, Done, Stopped }

/// <summary>One import of a file of history: how far it is, what it added, what it could not understand. It goes on where it stopped.</summary>
internal sealed class HistoryImport : Aggregate
{
    private HistoryImport() { }

    public string Map { get; private init; } = "";

    public string FileName { get; private init; } = "";

    /// <summary>The content of the file in the store.</summary>
    public string Sha256 { get; private init; } = "";

    public bool DryRun { get; private init; }

    public Guid? By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public DateTimeOffset? DoneAt { get; private set; }

    public ImportState State { get; private set; }

    /// <summary>The number of the last row that was read.</summary>
    public int ReadTo { get; private set; }

    public int Rows { get; private set; }

    public int Added { get; private set; }

    /// <summary>Rows that came with an earlier import.</summary>
    public int Known { get; private set; }

    public int Wrong { get; private set; }

    /// <summary>Rows that were taken although something in them was not understood.</summary>
    public int Noted { get; private set; }

    /// <summary>Why it stopped: a sentence code.</summary>
    public string? Trouble { get; private set; }

    public static HistoryImport Begin(string map, string file, string sha, bool dryRun, Guid? by, DateTimeOffset at)
    {
        var import = new HistoryImport { Id = Guid.CreateVersion7(at), Map = map, FileName = file, Sha256 = sha, DryRun = dryRun, By = by, At = at };
        import.Raise(new ImportDue(import.Id, 0));
        return import;
    }

    /// <summary>Counts a part; the next part follows by itself.</summary>
    public void Count(int readTo, int rows, int added, int known, int wrong, int noted)
    {
        (ReadTo, Rows, Added, Known, Wrong, Noted) = (readTo, Rows + rows, Added + added, Known + known, Wrong + wrong, Noted + noted);
        Raise(new ImportDue(Id, readTo));
    }

    public void Finish(DateTimeOffset at) => (State, DoneAt) = (ImportState.Done, at);

    public void Stop(string trouble, DateTimeOffset at) => (State, Trouble, DoneAt) = (ImportState.Stopped, trouble, at);
}

/// <summary>The next part of an import is due, after this row.</summary>
internal sealed record ImportDue(Guid Import, int After) : IEvent;

/// <summary>A row that was imported: it never is again.</summary>
internal sealed class ImportedRow
{
    /// <summary>The name of the map.</summary>
    public required string Source { get; init; }

    public required string Key { get; init; }

    public required string Number { get; init; }

    public required Guid ImportId { get; init; }
}

/// <summary>Something in a row that was not understood; <see cref="Fatal"/> when the row could not be taken at all.</summary>
internal sealed class ImportFault
{
    public required Guid ImportId { get; init; }

    public required int Row { get; init; }

    public required string Column { get; init; }

    public required string Code { get; init; }

    /// <summary>What stood there, shortened.</summary>
    public required string Value { get; init; }

    public required bool Fatal { get; init; }
}

internal sealed class HistoryTables :
    IEntityTypeConfiguration<HistoryMap>, IEntityTypeConfiguration<HistoryImport>, IEntityTypeConfiguration<ImportedRow>, IEntityTypeConfiguration<ImportFault>
{
    public void Configure(EntityTypeBuilder<HistoryMap> map)
    {
        map.ToTable("exchange_history_map");
        map.HasKey(m => m.Name);
    }

    public void Configure(EntityTypeBuilder<HistoryImport> import) => import.ToTable("exchange_import");

    public void Configure(EntityTypeBuilder<ImportedRow> row)
    {
        row.ToTable("exchange_import_row");
        row.HasKey(r => new { r.Source, r.Key });
    }

    public void Configure(EntityTypeBuilder<ImportFault> fault)
    {
        fault.ToTable("exchange_import_fault");
        fault.HasKey(f => new { f.ImportId, f.Row, f.Column });
    }
}
