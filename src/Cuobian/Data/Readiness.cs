namespace Cuobian.Data;

/// <summary>True once the database is migrated and every module has loaded its indexes.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool leaving;

    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    /// <summary>Told to stop: it serves what still comes, and asks that nothing more is sent.</summary>
    public bool IsLeaving => leaving;

    public void Set() => ready.TrySetResult();

    public void Leave() => leaving = true;

    public Task Wait(CancellationToken ct) => ready.Task.WaitAsync(ct);
}
