namespace Cuobian.Matters.Clocks;

/// <summary>Why a day is not like its day of the week: a holiday, or a weekend day that is worked.</summary>
public enum DayKind
{
    Holiday,
    Workday,
}

/// <summary>A day that does not follow Monday to Friday.</summary>
public sealed record Day(DateOnly Date, DayKind Kind, string Name);
