using Cuobian.Data.Crypto;
using Cuobian.Data.Files;
using Cuobian.Data.Live;
using Cuobian.Data.Telemetry;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Data;

/// <summary>Registers the database for the provider that the settings name.</summary>
public static class DataServices
{
    public static IServiceCollection AddData(this IServiceCollection services, DatabaseSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<Signals>();
        services.AddHostedService<FollowSignals>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<WorkQueue>();
        services.AddHostedService<Worker>();
        services.AddHostedService<Tidy>();
        services.AddSingleton(sp =>
        {
            var reactions = new Reactions();
            foreach (var (happened, reaction, wanted) in sp.GetServices<ReactionRegistration.Listener>()) reactions.Add(happened, reaction, () => wanted(sp));
            return reactions;
        });
        services.AddScoped<Once>();
        services.AddScoped<SetAside>();
        services.AddFiles();
        services.AddCrypto();
        services.AddTelemetry();
        if (settings.IsPostgres)
        {
            services.AddHostedService<PostgresSignals>();
            services.AddDbContextPool<PostgresDb>((sp, options) => options.UseNpgsql(settings.Connection).ConfigureWarnings(Quiet).AddInterceptors(Interceptors(sp)));
            services.AddScoped<CuobianDb>(sp => sp.GetRequiredService<PostgresDb>());
        }
        else
        {
            Directory.CreateDirectory(settings.Folder);
            services.AddSingleton<WriteTurn>();
            services.AddDbContextPool<SqliteDb>((sp, options) => options.UseSqlite(settings.Connection).ConfigureWarnings(Quiet).AddInterceptors(Interceptors(sp)));
            services.AddScoped<CuobianDb>(sp => sp.GetRequiredService<SqliteDb>());
        }
        return services;
    }

    /// <summary>Puts the tables together beside the rest of the house: nothing else at a start takes as long.</summary>
    public static void BeginModel(this IServiceProvider services) => Task.Run(async () =>
    {
        await using var scope = services.CreateAsyncScope();
        _ = scope.ServiceProvider.GetRequiredService<CuobianDb>().Model;
    });

    private static IInterceptor[] Interceptors(IServiceProvider services) =>
        [services.GetRequiredService<Outbox>(), SealPersonal.Instance, .. services.GetServices<ISaveChangesInterceptor>(), BeginToWrite.Instance];

    /// <summary>A count that stops at a limit needs no order.</summary>
    private static void Quiet(WarningsConfigurationBuilder warnings) => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning);

    /// <summary>Brings the schema up to date, lets every module seed its reference data and load its indexes, and declares the node ready.</summary>
    public static async Task Prepare(this IServiceProvider services, IEnumerable<IModule> modules, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        var database = scope.ServiceProvider.GetRequiredService<CuobianDb>().Database;
        // Migrating compares the whole model first, which only a new version needs.
        if ((await database.GetPendingMigrationsAsync(ct)).Any()) await database.MigrateAsync(ct);
        await scope.ServiceProvider.GetRequiredService<MeetKeys>().Run(ct);
        foreach (var module in modules) await module.Seed(scope.ServiceProvider, ct);
        foreach (var module in modules) await module.Warm(scope.ServiceProvider, ct);
        services.GetRequiredService<Readiness>().Set();
    }
}
