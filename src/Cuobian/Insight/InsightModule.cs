using System.CommandLine;
using Cuobian.Insight.Campaigns;
using Cuobian.Insight.Contracts;
using Cuobian.Insight.Spots;
using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.Insight;

/// <summary>Index of Insight: hot spots, and the classes of problems that are made of them.</summary>
public sealed class InsightModule : IModule
{
    public IReadOnlyList<string> Permissions => InsightPermissions.All;

    public void Services(IServiceCollection services)
    {
        services.AddScoped<GatherSpots>();
        services.AddScoped<FindSpots>();
        services.AddScoped<IMarkMaps, MarkSpots>();
        services.AddScoped<OpenCampaign>();
        services.AddScoped<LeadCampaign>();
        services.AddScoped<FindCampaigns>();
        services.AddHostedService<KeepGathering>();
        services.AddSingleton(new MenuLink(Face.Console, 42, "/console/spots", "insight.menu_spots", "flag", InsightPermissions.Read, "matters.menu_looks"));
        services.AddSingleton(new MenuLink(Face.Resident, 30, "/campaigns", "insight.menu_published", "check"));
        services.AddSingleton(new MenuLink(Face.Console, 44, "/console/campaigns", "insight.menu_campaigns", "check", InsightPermissions.Read, "matters.menu_looks"));
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var insight = api.MapGroup("/insight").WithTags("Insight");
        FindSpots.Map(insight);
        OpenCampaign.Map(insight);
        LeadCampaign.Map(insight);
        FindCampaigns.Map(insight);
    }

    public IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) => [SpotVerbs.Family(host)];
}
