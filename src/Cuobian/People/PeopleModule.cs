using Cuobian.Kernel;

namespace Cuobian.People;

/// <summary>Index of People.</summary>
public sealed class PeopleModule : IModule
{
    public IReadOnlyList<string> Permissions => [];

    public void Services(IServiceCollection services) { }

    public void Api(IEndpointRouteBuilder api) { }
}
