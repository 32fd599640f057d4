namespace Cuobian.Tests.Architecture.Planted.People.Contracts;

/// <summary>Contract of a pretended module: anybody above may ask.</summary>
internal interface IAsked
{
    int Answer();
}
