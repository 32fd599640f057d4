using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Demo;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Search;
using Cuobian.Matters.Tally;
using Cuobian.People;
using Cuobian.Places;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Bench;

/// <summary>The product's own parts in this process, on the database of a node that does not serve: what histories are made with.</summary>
internal sealed class House : IAsyncDisposable
{
    /// <summary>What a history of a matter is written to; numbers of the matters are of a month of their own, so that they meet none of the running product.</summary>
    public static readonly string[] Tables = ["matters_matter", "matters_clock", "matters_entry", "matters_reporter", "matters_search", "data_work"];
    public const string Month = "2511";
    private readonly WebApplication app;

    private House(WebApplication app)
    {
        this.app = app;
        Clocking = app.Services.GetRequiredService<Clocking>();
        Router = app.Services.GetRequiredService<Router>();
        Reactions = app.Services.GetRequiredService<Reactions>();
        SearchKey = new SearchKey(app.Services.GetRequiredService<Sealer>());
        Categories = [.. app.Services.GetRequiredService<Categories>().All.Where(c => !c.IsClass).OrderBy(c => c.Code, StringComparer.Ordinal)];
        Grids = [.. app.Services.GetRequiredService<IPlaces>().Shapes("")];
    }

    public IServiceProvider Services => app.Services;

    public DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public Clocking Clocking { get; }

    public Router Router { get; }

    public Reactions Reactions { get; }

    public SearchKey SearchKey { get; }

    public IReadOnlyList<Category> Categories { get; }

    public IReadOnlyList<GridShape> Grids { get; }

    public IReadOnlyList<DemoReport> Words { get; } = [.. DemoTown.Reports()];

    public static async Task<House> Open(Node node)
    {
        IModule[] modules = [new PlacesModule(), new PeopleModule(), new MattersModule()];
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton<IReadOnlyList<IModule>>(modules);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddKernel();
        builder.Services.AddData(node.Settings);
        foreach (var module in modules) module.Services(builder.Services);
        var app = builder.Build();
        await app.Services.Prepare(modules);
        return new House(app);
    }

    /// <summary>Rows that were copied went past what keeps the figures up.</summary>
    public async Task CountAnew(Node node)
    {
        await using var db = node.Db();
        db.Database.SetCommandTimeout(600);
        await FoldTally.Rebuild(db, Now, default);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
