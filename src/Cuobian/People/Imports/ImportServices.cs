using Cuobian.Data;
using Cuobian.People.Contracts;
using Cuobian.Web;

namespace Cuobian.People.Imports;

/// <summary>Registers and maps what belongs to sheets about people.</summary>
internal static class ImportServices
{
    public static void AddImports(this IServiceCollection services)
    {
        services.AddScoped<PeopleSheet, AccountsSheet>();
        services.AddScoped<PeopleSheet, UnitsSheet>();
        services.AddScoped<PeopleSheet, EstatesSheet>();
        services.AddScoped<PeopleSheet, TeamsSheet>();
        services.AddScoped<ImportSheet>();
        services.AddScoped<ExportSheet>();
        services.AddScoped<UploadSheet>();
        services.AddScoped<TakeImport>();
        services.AddScoped<FindImports>();
        services.AddSingleton<ImportProgress>();
        services.AddReaction<ImportAsked, AnnounceImport>();
        services.AddReaction<ImportBegun, RunImport>();
        services.AddSingleton(new MenuLink(Face.Console, 63, "/console/people/imports", "people.menu_imports", "download", PeoplePermissions.Organise, "people.menu_group"));
        services.AddSingleton(new MenuLink(Face.Console, 64, "/console/people/imports", "people.menu_imports", "download", PeoplePermissions.Manage, "people.menu_group"));
    }

    public static void MapImports(this IEndpointRouteBuilder people)
    {
        ImportSheet.Map(people);
        ExportSheet.Map(people);
    }
}
