using Cuobian.Data;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Web;

namespace Cuobian.Matters.Rules;

/// <summary>Registers the kinds of settings, what is done with them, and the watch that notices what another node published.</summary>
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
        return services.AddHostedService<WatchCatalogues>();
    }

    private static IServiceCollection AddKind<T>(this IServiceCollection services) where T : Catalogue =>
        services.AddSingleton<T>().AddSingleton<Catalogue>(sp => sp.GetRequiredService<T>());

    /// <summary>Every minute: takes in versions that were published elsewhere.</summary>
    private sealed class WatchCatalogues(IEnumerable<Catalogue> catalogues, IServiceScopeFactory scopes, Readiness readiness, TimeProvider time, ILogger<WatchCatalogues> log)
        : Recurring(TimeSpan.FromMinutes(1), scopes, readiness, time, log)
    {
        protected override async Task Run(IServiceProvider scope, CancellationToken ct)
        {
            foreach (var catalogue in catalogues) await catalogue.Load(scope.GetRequiredService<CuobianDb>(), ct);
        }
    }
}
