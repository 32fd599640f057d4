namespace Cuobian.Bench;

/// <summary>How long and how often things are measured.</summary>
internal sealed record Plan(bool Quick)
{
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 4 : 15);

    public TimeSpan Round => TimeSpan.FromSeconds(Quick ? 2 : 6);

    public int Rounds => Quick ? 1 : 3;

    public int Matters => Quick ? 20_000 : 100_000;

    public int OpenClocks => Quick ? 20_000 : 1_000_000;

    public int Breaches => Quick ? 200 : 10_000;
}
