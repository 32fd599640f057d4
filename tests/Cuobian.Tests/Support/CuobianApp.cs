using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cuobian.Tests.Support;

/// <summary>The whole product in one test: real pipeline, real database of its own, a clock the test moves, no background worker.</summary>
internal sealed class CuobianApp(DatabaseSettings settings) : WebApplicationFactory<Program>
{
    public TestClock Clock { get; } = new();

    public static async Task<CuobianApp> Start() => new(await TestDatabase.New());

    /// <summary>Delivers everything that is due by the test's clock, as the worker would.</summary>
    public Task<int> DeliverDue() => Services.GetRequiredService<WorkQueue>().DeliverDue(CancellationToken.None);

    /// <summary>Runs work in a scope, as the system or as the given actor.</summary>
    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work, Actor? actor = null)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = actor ?? Actor.System;
        return await work(scope.ServiceProvider);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(host => host.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["data"] = settings.Folder,
            ["CUOBIAN_DATABASE"] = settings.Postgres,
        }));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.ConfigureLogging(log => log.ClearProviders());
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Remove(services.Single(s => s.ImplementationType == typeof(Worker)));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!settings.Folder.Contains("template_", StringComparison.Ordinal)) await TestDatabase.Drop(settings);
    }
}
