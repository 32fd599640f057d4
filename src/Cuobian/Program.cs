using System.CommandLine;
using Cuobian.Data;
using Cuobian.Data.Backup;
using Cuobian.Demo;
using Cuobian.Exchange;
using Cuobian.Field;
using Cuobian.Insight;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Notices;
using Cuobian.People;
using Cuobian.Places;
using Cuobian.Web;

IModule[] modules = [new PlacesModule(), new PeopleModule(), new MattersModule(), new FieldModule(), new NoticesModule(), new ExchangeModule(), new InsightModule()];

var root = new RootCommand("Cuobian (厝边): grassroots governance and neighbourhood services. Without a verb it serves.")
{
    TreatUnmatchedTokensAsErrors = false,
};
root.Options.Add(Cli.DataFolder);
root.Subcommands.Add(Cli.Serve(() => Build(args)));
root.Subcommands.Add(Cli.Migrate(parsed => Open(parsed)));
root.Subcommands.Add(DemoVerb.Make(Open));
root.Subcommands.Add(WorkVerbs.All(parsed => Open(parsed)));
foreach (var verb in BackupVerbs.All(Cli.Configuration)) Cli.Add(root, verb);
foreach (var verb in modules.SelectMany(m => m.Verbs(parsed => Open(parsed)))) Cli.Add(root, verb);
root.SetAction((_, ct) => Cli.Run(Build(args), ct));

return await Cli.Invoke(root, args);

WebApplication Build(string[] arguments, TimeProvider? clock = null)
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = Cli.ContentRoot });
    builder.Services.AddSingleton<IReadOnlyList<IModule>>(modules);
    builder.Services.AddKernel();
    builder.Services.AddData(DatabaseSettings.From(builder.Configuration));
    builder.Services.AddWeb();
    foreach (var module in modules) module.Services(builder.Services);
    if (clock is not null) builder.Services.AddSingleton(clock);

    var app = builder.Build();
    app.Services.BeginModel();
    app.UseWeb();
    app.UsePeople();
    app.UseAntiforgery();
    app.MapWeb();
    app.MapApi(modules);
    return app;
}

async Task<IHost> Open(ParseResult parsed, TimeProvider? clock = null)
{
    var app = Build(Cli.Settings(parsed), clock);
    await app.Services.Prepare(modules);
    return app;
}
