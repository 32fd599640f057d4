using Cuobian.Data;
using Cuobian.Data.Live;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Web;

namespace Cuobian.Matters.Rules;

/// <summary>Registers the kinds of settings, what is done with them, and how a node learns what another one published.</summary>
internal static class CatalogueServices
{
    public static IServiceCollection AddCatalogues(this IServiceCollection services)
    {
        services.AddKind<RuleCatalogue>().AddKind<Categories>().AddKind<QuestionCatalogue>().AddKind<TemplateCatalogue>();
        services.AddSingleton<Catalogue>(sp => sp.GetRequiredService<Calendars>());
        services.AddSingleton<Router>();
        services.AddScoped<OpenCatalogue>();
        services.AddScoped<EditDraft>();
        services.AddScoped<PublishDraft>();
        services.AddScoped<TryRules>();
        services.AddSingleton(new MenuLink(Face.Console, 60, "/console/settings", "matters.menu_settings", "tool", MattersPermissions.Settings, "matters.menu_looks"));
        return services.AddMemory(Catalogue.Changed, async (scope, _, ct) =>
        {
            foreach (var catalogue in scope.GetServices<Catalogue>()) await catalogue.Load(scope.GetRequiredService<CuobianDb>(), ct);
        });
    }

    private static IServiceCollection AddKind<T>(this IServiceCollection services) where T : Catalogue =>
        services.AddSingleton<T>().AddSingleton<Catalogue>(sp => sp.GetRequiredService<T>());
}
