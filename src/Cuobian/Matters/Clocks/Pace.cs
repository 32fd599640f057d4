namespace Cuobian.Matters.Clocks;

/// <summary>How a clock counts: only while offices are open, or day and night.</summary>
public enum Pace
{
    Working,
    Continuous,
}
