using System.CommandLine;
using Cuobian.Data;
using Cuobian.Data.Live;
using Cuobian.Exchange.Contracts;
using Cuobian.Exchange.History;
using Cuobian.Exchange.Open311;
using Cuobian.Exchange.OpenData;
using Cuobian.Exchange.Partners;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Web;

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
        services.AddScoped<RequestFields>();
        services.AddScoped<PostRequest>();
        services.AddScoped<ShowToken>();
        services.AddScoped<RequestUpdates>();

        services.AddOptions<OpenDataSettings>().BindConfiguration("OpenData");
        services.AddScoped<OpenDataDoors>();

        services.AddSingleton<Seals>();
        services.AddSingleton<Courier>();
        services.AddScoped<AddPartner>();
        services.AddScoped<ChangePartner>();
        services.AddScoped<FindPartners>();
        services.AddScoped<ResendDelivery>();
        services.AddScoped<ReceiveMessage>();
        services.AddSingleton<Audience>();
        services.AddMemory(Audience.Changed, (scope, _, ct) => scope.GetRequiredService<Audience>().Look(scope.GetRequiredService<CuobianDb>(), ct));
        services.AddScoped<AskImport>();
        services.AddScoped<SaveMap>();
        services.AddScoped<FindImports>();
        services.AddReaction<ImportDue, RunImport>();
        services.AddReaction<MatterMoved, TellPartners>(wanted: sp => sp.GetRequiredService<Audience>().IsAny);
        services.AddHostedService<SendMessages>();
        services.AddHostedService<ForgetMessages>();
        services.AddSingleton(new MenuLink(Face.Console, 90, "/console/partners", "exchange.menu_partners", "speaker", ExchangePermissions.Manage));
        services.AddSingleton(new MenuLink(Face.Console, 92, "/console/history", "exchange.menu_history", "download", ExchangePermissions.Manage));
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var partners = api.MapGroup("/exchange/partners").WithTags("Exchange");
        AddPartner.Map(partners);
        ChangePartner.Map(partners);
        FindPartners.Map(partners);
        ResendDelivery.Map(partners);
        HistoryDoors.Api(api);
    }

    public void Routes(IEndpointRouteBuilder routes)
    {
        Open311Doors.Map(routes);
        OpenDataDoors.Map(routes);
        ReceiveMessage.Map(routes);
        HistoryDoors.Routes(routes);
    }

    public IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) => [new Command("import") { HistoryVerbs.Import(host) }];
}
