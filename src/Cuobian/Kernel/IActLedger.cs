namespace Cuobian.Kernel;

/// <summary>The chained, append-only ledger of security and administrative acts; every module writes its own there.</summary>
public interface IActLedger
{
    /// <summary>
    /// Writes one line in the transaction that is open, or in one of its own. Write it last: lines are written one after
    /// another, and nobody should wait for the rest of the work. Details hold ids and facts, never a name or a phone.
    /// </summary>
    Task Write(string act, string subject, object? details, CancellationToken ct);
}
