namespace Cuobian.Matters;

/// <summary>How a matter of another system's past begins here.</summary>
public sealed partial class Matter
{
    /// <summary>Ended there: one line of history says so. No clock ran here, so none is shown, and nobody is told.</summary>
    public static Matter PastAndClosed(Report report, DateTimeOffset closedAt, string? answer, string origin, Act act)
    {
        var matter = Blank(report, act);
        matter.Write(MatterRules.For(MatterCommand.Register), null, MatterState.Closed, act, new { origin });
        (matter.ClosedAt, matter.UpdatedAt, matter.Answer) = (closedAt, closedAt, answer);
        matter.Forget();
        return matter;
    }

    /// <summary>Still open there: it keeps the day it was reported, and a person here looks at it from now on.</summary>
    public static Matter PastAndOpen(Report report, Category? category, string origin, Act act, Act now)
    {
        var matter = Blank(report, act);
        matter.Write(MatterRules.For(MatterCommand.Register), null, MatterState.Registered, act, new { origin });
        matter.SendToTriage("imported", category, now);
        matter.Forget();
        return matter;
    }
}
