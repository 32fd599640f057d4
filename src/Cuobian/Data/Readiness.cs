namespace Cuobian.Data;

/// <summary>True once the database is migrated and every module has loaded its indexes.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    public void Set() => ready.TrySetResult();

    public Task Wait(CancellationToken ct) => ready.Task.WaitAsync(ct);
}
