namespace Cuobian.Tests.Architecture.Planted.Matters;

/// <summary>Planted fault: uses another module's inside, deep in a lambda and without any using line.</summary>
internal static class Peeping
{
    public static int Count() => Enumerable.Range(0, 1).Sum(_ => Places.Secret.Count);
}

/// <summary>No fault: asks through a contract.</summary>
internal sealed class Asking(People.Contracts.IAsked asked)
{
    public int Answer() => asked.Answer();
}
