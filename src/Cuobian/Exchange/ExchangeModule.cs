using Cuobian.Exchange.Contracts;
using Cuobian.Exchange.Open311;
using Cuobian.Kernel;

namespace Cuobian.Exchange;

/// <summary>Index of Exchange: how other systems report, follow and learn of matters.</summary>
public sealed class ExchangeModule : IModule
{
    public IReadOnlyList<string> Permissions => ExchangePermissions.All;

    public void Services(IServiceCollection services)
    {
        services.AddOptions<Open311Settings>().BindConfiguration("Open311");
        services.AddScoped<ShowDiscovery>();
        services.AddScoped<FindServices>();
        services.AddScoped<FindRequests>();
        services.AddScoped<RequestSheet>();
        services.AddScoped<PostRequest>();
        services.AddScoped<ShowToken>();
        services.AddScoped<RequestUpdates>();
    }

    public void Api(IEndpointRouteBuilder api) { }

    public void Doors(IEndpointRouteBuilder root) => Open311Doors.Map(root);
}
