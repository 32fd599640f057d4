namespace Cuobian.Bench;

/// <summary>How long and how often things are measured, and how much there is of them.</summary>
internal sealed record Plan(bool Quick)
{
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 4 : 10);

    public TimeSpan Round => TimeSpan.FromSeconds(Quick ? 2 : 3);

    public int Rounds => Quick ? 1 : 5;

    public int Matters => Quick ? 20_000 : 100_000;

    public int OpenClocks => Quick ? 20_000 : 1_000_000;

    public int Breaches => Quick ? 200 : 10_000;

    public int CityMatters => Quick ? 50_000 : 1_000_000;

    public TimeSpan CityDay => TimeSpan.FromMinutes(Quick ? 0.5 : 3);

    public TimeSpan Memory => TimeSpan.FromMinutes(Quick ? 1 : 5);
}
