namespace Cuobian.Data;

/// <summary>
/// Lets writers take turns on SQLite, which has one at a time: waiting here is first come first served, waiting in the
/// database is not. On PostgreSQL nobody waits.
/// </summary>
public sealed class WriteTurn(DatabaseSettings settings) : IDisposable
{
    private readonly SemaphoreSlim? turn = settings.IsPostgres ? null : new SemaphoreSlim(1, 1);

    public async ValueTask<Taken> Take(CancellationToken ct)
    {
        if (turn is not null) await turn.WaitAsync(ct);
        return new Taken(turn);
    }

    public void Dispose() => turn?.Dispose();

    /// <summary>A turn that was taken; disposing it lets the next writer in.</summary>
    public readonly struct Taken(SemaphoreSlim? turn) : IDisposable
    {
        public void Dispose() => turn?.Release();
    }
}
