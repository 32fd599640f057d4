using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters.Clocks;

/// <summary>Why a day is not like its day of the week: a holiday, or a weekend day that is worked.</summary>
public enum DayKind
{
    Holiday,
    Workday,
}

/// <summary>A day that does not follow Monday to Friday.</summary>
public sealed record Day(DateOnly Date, DayKind Kind, string Name);

/// <summary>A year whose holidays and make-up days are known.</summary>
public sealed class CalendarYear
{
    public required int Year { get; init; }

    public required DateTimeOffset LoadedAt { get; set; }
}

internal sealed class DayTable : IEntityTypeConfiguration<Day>, IEntityTypeConfiguration<CalendarYear>
{
    public void Configure(EntityTypeBuilder<Day> day)
    {
        day.ToTable("matters_day");
        day.HasKey(d => d.Date);
    }

    public void Configure(EntityTypeBuilder<CalendarYear> year)
    {
        year.ToTable("matters_calendar_year");
        year.HasKey(y => y.Year);
        year.Property(y => y.Year).ValueGeneratedNever();
    }
}
