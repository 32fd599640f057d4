using System.CommandLine;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Borders;
using Cuobian.Places.Contracts;
using Cuobian.Web;

namespace Cuobian.Places;

/// <summary>Index of Places: areas, grids, buildings, and the grid of a point.</summary>
public sealed class PlacesModule : IModule
{
    public IReadOnlyList<string> Permissions => [PlacesPermissions.Edit];

    public void Services(IServiceCollection services)
    {
        services.AddSingleton<PlacesMap>();
        services.AddSingleton<IPlaces>(sp => sp.GetRequiredService<PlacesMap>());
        services.AddHostedService<WatchPlaces>();
        services.AddScoped<ImportAreas>();
        services.AddScoped<ImportGrids>();
        services.AddScoped<GridSurvey>();
        services.AddScoped<ImportOutlines>();
        services.AddScoped<ImportBuildings>();
        services.AddScoped<SplitGrid>();
        services.AddScoped<MergeGrids>();
        services.AddScoped<CutGrid>();
        services.AddScoped<DrawGrid>();
        services.AddScoped<WeighGround>();
        services.AddScoped<PlanBorders>();
        services.AddReaction<ChangeDue, CarryOutPlans>();
        services.AddSingleton(new MenuLink(Face.Console, 80, "/console/places", "places.menu", "grid", PlacesPermissions.Edit));
        services.AddScoped<LocatePoint>();
        services.AddScoped<FindAreas>();
        services.AddScoped<FindGrids>();
        services.AddScoped<FindBuildings>();
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var places = api.MapGroup("/places").WithTags("places");
        LocatePoint.Map(places);
        FindAreas.Map(places);
        FindGrids.Map(places);
        FindBuildings.Map(places);
        SplitGrid.Map(places);
        MergeGrids.Map(places);
        CutGrid.Map(places);
        DrawGrid.Map(places);
        ImportAreas.Map(places);
        ImportGrids.Map(places);
        ImportOutlines.Map(places);
        ImportBuildings.Map(places);
    }

    public Task Warm(IServiceProvider scope, CancellationToken ct) =>
        scope.GetRequiredService<PlacesMap>().Reload(scope.GetRequiredService<CuobianDb>(), ct);

    public IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) => new PlacesVerbs(host).All();
}
