namespace Cuobian.Tests.Support;

/// <summary>A clock that stands still until a test moves it. Starts on a Monday morning at nine in China.</summary>
internal sealed class TestClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 3, 16, 9, 0, 0, TimeSpan.FromHours(8));
    private DateTimeOffset now = Start;

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();

    public void Advance(TimeSpan by) => now += by;

    public void Set(DateTimeOffset instant) => now = instant;
}
