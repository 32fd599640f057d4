using Cuobian.People.Contracts;
using Cuobian.Web;

namespace Cuobian.People.Rights;

/// <summary>Registers roles, posts and accounts for the security administrator.</summary>
internal static class RightsServices
{
    private const string Group = "people.menu_rights";

    public static void AddRights(this IServiceCollection services)
    {
        services.AddSingleton<Permissions>();
        services.AddScoped<Administration>();
        services.AddScoped<FindRoles>();
        services.AddScoped<ChangeRole>();
        services.AddScoped<FindAccounts>();
        services.AddScoped<ShowAccount>();
        services.AddScoped<GivePost>();
        services.AddScoped<EndPost>();
        services.AddScoped<ReopenAccount>();
        services.AddScoped<DropSecondFactor>();
        services.AddScoped<ExplainRight>();
        services.AddSingleton(new MenuLink(Face.Console, 80, "/console/people", "people.menu_accounts", "people", PeoplePermissions.Manage, Group));
        services.AddSingleton(new MenuLink(Face.Console, 82, "/console/people/roles", "people.menu_roles", "shield", PeoplePermissions.Manage, Group));
        services.AddSingleton(new MenuLink(Face.Console, 84, "/console/people/why", "people.menu_why", "scale", PeoplePermissions.Manage, Group));
        services.AddSingleton(new Door(50, "/console/people", PeoplePermissions.Manage));
        services.AddSingleton(new Door(50, "/console/people/ledger", PeoplePermissions.Audit));
    }
}
