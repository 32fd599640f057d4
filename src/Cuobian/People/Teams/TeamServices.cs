using Cuobian.People.Contracts;
using Cuobian.Web;

namespace Cuobian.People.Teams;

/// <summary>Registers and maps what belongs to teams.</summary>
internal static class TeamServices
{
    public static void AddTeams(this IServiceCollection services)
    {
        services.AddScoped<IGridPeople, GridPeople>();
        services.AddScoped<FindTeams>();
        services.AddScoped<ShowTeam>();
        services.AddScoped<StartTeam>();
        services.AddScoped<JoinTeam>();
        services.AddSingleton(new MenuLink(Face.Console, 62, "/console/people/teams", "people.menu_teams", "people", PeoplePermissions.Read, "people.menu_group"));
    }

    public static void MapTeams(this IEndpointRouteBuilder people)
    {
        FindTeams.Map(people);
        ShowTeam.Map(people);
        StartTeam.Map(people);
        JoinTeam.Map(people);
    }
}
