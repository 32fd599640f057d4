namespace Cuobian.Kernel;

/// <summary>Something open pages and memories want to hear of at once: what kind of thing changed, which one, in which area, and of which units (their codes, with blanks between).</summary>
public sealed record Signal(string What, string Key, string Area = "", string Units = "")
{
    /// <summary>Signals may have been missed: look at everything anew.</summary>
    public static readonly Signal Everything = new("everything", "");
}

/// <summary>A thing whose changes are signalled once they are stored.</summary>
public interface ISignalled
{
    Signal Signal { get; }
}
