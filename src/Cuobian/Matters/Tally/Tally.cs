using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters.Tally;

/// <summary>What is counted of matters, each for the day it belongs to.</summary>
public enum Counted
{
    /// <summary>Reported on the day.</summary>
    In,

    /// <summary>Reported on the day, by category.</summary>
    Kind,

    /// <summary>Reported on the day, by the present state.</summary>
    State,

    /// <summary>Under way now, whenever it was reported.</summary>
    Open,

    /// <summary>Closed on the day, with the seconds since the report.</summary>
    Closed,

    /// <summary>Closed on the day (or open again) and rated: content or not.</summary>
    Rated,

    /// <summary>Handled on the day: in time or late.</summary>
    Verdict,

    /// <summary>The same by the unit that leads.</summary>
    Unit,

    /// <summary>Open to everybody, by category and state, whenever it was reported.</summary>
    Public,

    /// <summary>To be done by a time in the month, by the month and whether its tier was raised.</summary>
    Due,
}

/// <summary>One figure kept up as matters change (实时汇总): how many, in an area and all below it.</summary>
public sealed class TallyRow
{
    public required Counted What { get; init; }

    /// <summary>How many digits the code of the area has.</summary>
    public required int Digits { get; init; }

    public required string Area { get; init; }

    /// <summary>The day in China, counted from the year 1; 0 where none applies.</summary>
    public required int Day { get; init; }

    public required string Key { get; init; }

    public required int Number { get; init; }

    public required long Seconds { get; init; }
}

/// <summary>What one change of a matter does to the figures: stored with the change itself, added up soon after.</summary>
public sealed class TallyChange
{
    public required Guid Id { get; init; }

    public required Guid Matter { get; init; }

    /// <summary>The facts that came and went, as JSON.</summary>
    public required string Facts { get; init; }
}

internal sealed class TallyTables : IEntityTypeConfiguration<TallyRow>, IEntityTypeConfiguration<TallyChange>
{
    public void Configure(EntityTypeBuilder<TallyRow> row)
    {
        row.ToTable("matters_tally");
        row.HasKey(r => new { r.What, r.Digits, r.Area, r.Day, r.Key });
    }

    public void Configure(EntityTypeBuilder<TallyChange> change)
    {
        change.ToTable("matters_tally_change");
        change.Property(c => c.Id).ValueGeneratedNever();
    }
}
