using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>Index of Matters.</summary>
public sealed class MattersModule : IModule
{
    public IReadOnlyList<string> Permissions => [];

    public void Services(IServiceCollection services) { }

    public void Api(IEndpointRouteBuilder api) { }
}
