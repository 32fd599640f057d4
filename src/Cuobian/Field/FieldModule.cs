using Cuobian.Field.Contracts;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Web;

namespace Cuobian.Field;

/// <summary>Index of Field: what a grid worker's phone needs beside the matters themselves.</summary>
public sealed class FieldModule : IModule
{
    private const string Group = "field.menu_group";

    public IReadOnlyList<string> Permissions => FieldPermissions.All;

    public void Services(IServiceCollection services)
    {
        services.AddScoped<IPersonalRecords, FieldRecords>();
        services.AddScoped<PlanRoute>();
        services.AddScoped<WalkRoute>();
        services.AddScoped<FindRoutes>();
        services.AddScoped<ShowCoverage>();
        services.AddScoped<WriteVisit>();
        services.AddScoped<LookAtVisit>();
        services.AddScoped<FindVisits>();
        services.AddScoped<ForgetVisits>();
        services.AddHostedService<ForgetVisitsHourly>();
        services.AddSingleton(new MenuLink(Face.Field, 30, "/field/patrol", "field.menu_patrol", "flag", FieldPermissions.Patrol));
        services.AddSingleton(new MenuLink(Face.Field, 40, "/field/visits", "field.menu_visits", "people", FieldPermissions.Visit));
        services.AddSingleton(new MenuLink(Face.Console, 60, "/console/patrols", "field.menu_coverage", "flag", FieldPermissions.Coverage, Group));
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var field = api.MapGroup("/field").WithTags("Field");
        PlanRoute.Map(field);
        WalkRoute.Map(field);
        ShowCoverage.Map(field);
        WriteVisit.Map(field);
        FindVisits.Map(field);
        LookAtVisit.Map(field);
    }

    public void Routes(IEndpointRouteBuilder routes) => Manifest.Map(routes);
}
