namespace Cuobian.Data.Live;

/// <summary>What a node keeps in memory of the database: of two readings the one that began later stays, whichever ends first.</summary>
public sealed class Remembered<T>(T atFirst)
{
    private readonly Lock gate = new();
    private volatile Box now = new(0, atFirst);
    private long asked;

    public T Now => now.Value;

    public async Task Read(Func<Task<T>> read)
    {
        var mine = Interlocked.Increment(ref asked);
        Keep(mine, await read());
    }

    /// <summary>Takes what is known without reading; readings that have begun no longer count.</summary>
    public void Know(T value) => Keep(Interlocked.Increment(ref asked), value);

    private void Keep(long mine, T value)
    {
        lock (gate)
            if (mine > now.Began) now = new Box(mine, value);
    }

    private sealed record Box(long Began, T Value);
}
