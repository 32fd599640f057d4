using Cuobian.People.Contracts;
using Cuobian.Web;

namespace Cuobian.People.Organisation;

/// <summary>Registers and maps what belongs to units and estates.</summary>
internal static class OrganisationServices
{
    public static void AddOrganisation(this IServiceCollection services)
    {
        services.AddScoped<Reach>();
        services.AddScoped<FindUnits>();
        services.AddScoped<ShowUnit>();
        services.AddScoped<OpenUnit>();
        services.AddScoped<ChangeUnit>();
        services.AddScoped<CloseUnit>();
        services.AddScoped<TakeSeat>();
        services.AddScoped<EndSeat>();
        services.AddScoped<EstateDesk>();
        services.AddScoped<AddEstate>();
        services.AddScoped<ChangeEstate>();
        services.AddScoped<AssignGap>();
        services.AddScoped<CoverEstate>();
        services.AddScoped<FindCoverage>();
        services.AddScoped<ShowEstate>();
        services.AddSingleton(new MenuLink(Face.Console, 60, "/console/people/units", "people.menu_units", "house", PeoplePermissions.Read, "people.menu_group"));
        services.AddSingleton(new MenuLink(Face.Console, 61, "/console/people/coverage", "people.menu_coverage", "flag", PeoplePermissions.Read, "people.menu_group"));
    }

    public static void MapOrganisation(this IEndpointRouteBuilder people)
    {
        FindUnits.Map(people);
        ShowUnit.Map(people);
        OpenUnit.Map(people);
        ChangeUnit.Map(people);
        CloseUnit.Map(people);
        TakeSeat.Map(people);
        EndSeat.Map(people);
        AddEstate.Map(people);
        ChangeEstate.Map(people);
        AssignGap.Map(people);
        CoverEstate.Map(people);
        FindCoverage.Map(people);
        ShowEstate.Map(people);
    }
}
