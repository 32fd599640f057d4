using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Kernel;

namespace Cuobian.Web;

/// <summary>What all doors share: services, the request pipeline, health, and the API with its errors.</summary>
internal static class WebHost
{
    public static IServiceCollection AddKernel(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<Acting>();
        services.AddScoped(sp => sp.GetRequiredService<Acting>().Actor);
        return services;
    }

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddHostedService<Preparation>();
        services.AddExceptionHandler<Problems>();
        services.AddProblemDetails();
        services.AddOpenApi("v1");
        services.AddHttpContextAccessor();
        services.AddLocalization();
        services.AddSingleton<Sentences>();
        // Chinese stays readable in the page source and in JSON; both encoders still escape what HTML needs escaped.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        return services;
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(Problems.ForEmptyAnswers);
        app.Use((http, next) =>
        {
            IdempotentPosts.Buffer(http);
            return next(http);
        });
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", async (Readiness readiness, CuobianDb db, CancellationToken ct) =>
            readiness.IsReady && await db.Database.CanConnectAsync(ct) ? Results.Text("ready") : Results.Text("not ready", statusCode: 503));
    }

    public static void MapApi(this WebApplication app, IEnumerable<IModule> modules)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1").AddEndpointFilter<IdempotentPosts>();
        AddFile.Map(api);
        foreach (var module in modules) module.Api(api);
    }

    /// <summary>Makes the node ready before the server listens.</summary>
    private sealed class Preparation(IServiceProvider services, IReadOnlyList<IModule> modules) : IHostedService
    {
        public Task StartAsync(CancellationToken ct) => services.Prepare(modules, ct);

        public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
    }
}
