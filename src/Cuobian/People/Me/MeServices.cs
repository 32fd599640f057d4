using System.Text.Json;
using Cuobian.People.Contracts;
using Cuobian.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Cuobian.People.Me;

/// <summary>Registers what a person can see and do about their own data, and what the office does about requests and retention.</summary>
internal static class MeServices
{
    public const string CopyPath = "/me/data/copy";

    public static void AddMe(this IServiceCollection services)
    {
        services.AddScoped<IPersonalRecords, PeopleRecords>();
        services.AddScoped<Consents>();
        services.AddScoped<IConsents>(sp => sp.GetRequiredService<Consents>());
        services.AddScoped<MyData>();
        services.AddScoped<ChangePhone>();
        services.AddScoped<MyConsents>();
        services.AddScoped<ForgetPerson>();
        services.AddScoped<AskErasure>();
        services.AddScoped<DecideErasure>();
        services.AddScoped<RunRetention>();
        services.AddHostedService<KeepRetention>();
        services.AddSingleton(new MenuLink(Face.Console, 92, "/console/people/requests", "people.menu_requests", "person", PeoplePermissions.Privacy));
        services.AddSingleton(new MenuLink(Face.Console, 93, "/console/people/retention", "people.menu_retention", "clock", PeoplePermissions.Privacy));
    }

    public static void MapApi(IEndpointRouteBuilder api)
    {
        MyData.Map(api);
        ChangePhone.Map(api);
        MyConsents.Map(api);
        AskErasure.Map(api);
        DecideErasure.Map(api);
    }

    /// <summary>The copy as a file, from a button on a page.</summary>
    public static void MapRoutes(IEndpointRouteBuilder routes) =>
        routes.MapPost(CopyPath, async (MyData mine, HttpContext http, IAntiforgery antiforgery, IOptions<JsonOptions> json, CancellationToken ct) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
            http.Response.Headers.CacheControl = "no-store";
            return Results.File(JsonSerializer.SerializeToUtf8Bytes(await mine.Copy(ct), json.Value.SerializerOptions), "application/json", "cuobian-my-data.json");
        }).ExcludeFromDescription();
}
