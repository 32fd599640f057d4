namespace Cuobian.Tests.Architecture.Planted.Places;

/// <summary>Inside of a pretended module: nobody else may touch it.</summary>
internal static class Secret
{
    public static int Count => 1;
}

/// <summary>Planted fault: looks up the map instead of down it, in a signature.</summary>
internal sealed class LookingUp
{
    public People.Contracts.IAsked? Asked { get; init; }
}
