using Cuobian.Kernel;

namespace Cuobian.Places;

/// <summary>Index of Places.</summary>
public sealed class PlacesModule : IModule
{
    public IReadOnlyList<string> Permissions => [];

    public void Services(IServiceCollection services) { }

    public void Api(IEndpointRouteBuilder api) { }
}
