using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Data.Telemetry;
using Cuobian.Kernel;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Web;

/// <summary>What all doors share: services, the request pipeline, health, and the API with its errors.</summary>
internal static class WebHost
{
    public static IServiceCollection AddKernel(this IServiceCollection services)
    {
        // The framework speaks up only when something is wrong; its statements and parameters are not our log.
        services.AddLogging(log => log.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information));
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<Acting>();
        services.AddScoped<MenuCounts>();
        services.AddScoped(sp => sp.GetRequiredService<Acting>().Actor);
        return services;
    }

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddHostedService<Preparation>();
        services.AddHostedService<Leaving>();
        services.AddOptions<HostOptions>().Configure<DatabaseSettings, IConfiguration>((host, database, settings) => host.ShutdownTimeout = Leaving.Wait(database, settings) + Leaving.ForRequests);
        services.AddExceptionHandler<ErrorPages>();
        services.AddExceptionHandler<Problems>();
        // What a person may run into is an answer; everything else is a fault of ours and must be in the log.
        services.Configure<ExceptionHandlerOptions>(options => options.SuppressDiagnosticsCallback = context =>
            context.Exception is Refused or Denied or Invalid or BadHttpRequestException or DbUpdateConcurrencyException);
        services.AddProblemDetails();
        // What cannot be read is told with its reason, in production as in development.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", api => api.CreateSchemaReferenceId = NameInDocument);
        services.AddHttpContextAccessor();
        services.AddLocalization();
        services.AddSingleton<Sentences>();
        services.AddSingleton<TimeWords>();
        services.AddOptions<OutwardSettings>().BindConfiguration("Exchange");
        services.AddSingleton<Outward>();
        services.AddOptions<MapSettings>().BindConfiguration("Map");
        services.Configure<RequestLocalizationOptions>(Languages.Configure);
        services.AddSingleton<InlineStyles>();
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery => (antiforgery.Cookie.Name, antiforgery.Cookie.SecurePolicy) = ("form", CookieSecurePolicy.SameAsRequest));
        services.AddResponseCompression(Compress);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = System.IO.Compression.CompressionLevel.Optimal);
        // Chinese stays readable in the page source and in JSON; both encoders still escape what HTML needs escaped.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        return services;
    }

    public static void UseWeb(this WebApplication app)
    {
        // The language comes first and routing after the error pages: these are written in the reader's language and routed anew.
        app.Use(Correlation.Name);
        app.Use(Leaving.SendElsewhere);
        app.UseRequestLocalization();
        app.Use(SecurityHeaders.Add);
        app.UseResponseCompression();
        app.UseStatusCodePages(ErrorPages.ForEmptyAnswers);
        app.UseExceptionHandler();
        app.Use(OwnPages.Demand);
        app.UseRouting();
        app.Use((http, next) =>
        {
            IdempotentPosts.Buffer(http);
            return next(http);
        });
    }

    public static void MapWeb(this WebApplication app)
    {
        // Run from a build instead of a published folder, the names of our assets still change with their content.
        if (!app.Environment.IsDevelopment()) app.Configuration["EnableStaticAssetsDevelopmentCaching"] = "true";
        app.MapStaticAssets();
        app.MapRazorComponents<App>().WithStaticAssets();
        Preferences.Map(app);
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", async (AskReady ask, CancellationToken ct) =>
            await ask.Run(ct) is { } missing ? Results.Text($"not ready: {missing}", statusCode: 503) : Results.Text("ready"));
    }

    public static void MapApi(this WebApplication app, IEnumerable<IModule> modules)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1").AddEndpointFilter<IdempotentPosts>();
        AddFile.Map(api);
        foreach (var module in modules)
        {
            module.Api(api);
            module.Routes(app);
        }
    }

    /// <summary>Builds every route once, so that what they have in common, above all how their forms are read, is known to the first caller.</summary>
    public static void BuildRoutes(this WebApplication app)
    {
        foreach (var routes in ((IEndpointRouteBuilder)app).DataSources) _ = routes.Endpoints;
    }

    /// <summary>Every use case calls its form <c>Form</c>, so that a nested type is named with the one around it.</summary>
    private static string? NameInDocument(JsonTypeInfo shape) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(shape) is { } name ? shape.Type.DeclaringType is { } around ? around.Name + name : name : null;

    /// <summary>
    /// Compression over TLS is safe here: form tokens are masked anew in every answer, and the session cookie is not sent with
    /// requests that another site makes behind the reader's back (SameSite), so nobody can guess a secret from lengths.
    /// </summary>
    private static void Compress(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json", "application/geo+json"];
    }

    /// <summary>Makes the node ready before the server listens.</summary>
    private sealed class Preparation(IServiceProvider services, IReadOnlyList<IModule> modules) : IHostedService
    {
        public Task StartAsync(CancellationToken ct) => services.Prepare(modules, ct);

        public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
    }
}
