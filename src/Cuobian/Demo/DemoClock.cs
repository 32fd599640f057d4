namespace Cuobian.Demo;

/// <summary>The clock of the story: it stands where the story is told, so that every history has its true times.</summary>
internal sealed class DemoClock : TimeProvider
{
    private DateTimeOffset now = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => now;

    public void MoveTo(DateTimeOffset instant) => now = instant.ToUniversalTime();
}
