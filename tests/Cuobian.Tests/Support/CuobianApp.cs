using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cuobian.Tests.Support;

/// <summary>The whole product in one test: real pipeline, real database of its own, a clock the test moves, no background worker.</summary>
internal sealed class CuobianApp(DatabaseSettings settings, params (string Key, string Value)[] more) : WebApplicationFactory<Program>
{
    public TestClock Clock { get; } = new();

    /// <summary>Calls are not limited unless the test sets a limit among its settings.</summary>
    public static async Task<CuobianApp> Start(params (string Key, string Value)[] more) => new(await TestDatabase.New(), more);

    private bool isGuest;

    /// <summary>A second node on the same database and files, with a clock of its own.</summary>
    public CuobianApp AnotherNode() => new(settings, more) { isGuest = true };

    /// <summary>Delivers everything that is due by the test's clock, as the worker would.</summary>
    public Task<int> DeliverDue() => Services.GetRequiredService<WorkQueue>().DeliverDue(CancellationToken.None);

    /// <summary>Runs work in a scope, as the system or as the given actor.</summary>
    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work, Actor? actor = null)
    {
        NobodyWritesAlone.ExceptThisTest();
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = actor ?? Actor.System;
        return await work(scope.ServiceProvider);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        var all = new Dictionary<string, string?>
        {
            ["data"] = settings.Folder,
            ["CUOBIAN_DATABASE"] = settings.Postgres,
            ["Limits:AnonymousPerMinute"] = "1000000",
            ["Limits:SignedInPerMinute"] = "1000000",
            ["Limits:TokenPerMinute"] = "1000000",
            ["Limits:SignInsPerMinute"] = "1000000",
            ["Stop:WaitSeconds"] = "0",
        };
        foreach (var (key, value) in more) all[key] = value;
        builder.ConfigureHostConfiguration(host => host.AddInMemoryCollection(all));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.ConfigureLogging(log => log.ClearProviders());
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            // Hashes of full strength would take a third of the suite's time; PasswordTests looks at the product's own.
            services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
            services.AddSingleton<ISaveChangesInterceptor, NobodyWritesAlone>();
            // Nothing happens by itself: a test says when the queue runs.
            foreach (var chore in services.Where(s => s.ImplementationType is { } type && (type == typeof(Worker) || type.IsAssignableTo(typeof(Recurring)))).ToList()) services.Remove(chore);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!isGuest && !settings.Folder.Contains("template_", StringComparison.Ordinal)) await TestDatabase.Drop(settings);
    }
}
