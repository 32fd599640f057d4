using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Cuobian.Exchange.Open311;

/// <summary>The addresses of GeoReport v2 below <c>/open311</c>, each in XML and JSON; the rules common to all of them stand here.</summary>
internal static class Open311Doors
{
    private const int MostSent = 30_000_000;

    public static void Map(IEndpointRouteBuilder root)
    {
        var open311 = root.MapGroup("/open311").ExcludeFromDescription();
        Get(open311, "/discovery.{format}", (asked, http, scope) => scope.GetRequiredService<ShowDiscovery>().Run(http.Request, http.RequestAborted));
        Get(open311, "/services.{format}", (asked, http, scope) => Task.FromResult(scope.GetRequiredService<FindServices>().Run()));
        Get(open311, "/services/{code}.{format}", (asked, http, scope) => Task.FromResult(scope.GetRequiredService<FindServices>().Definition(Route(http, "code"))));
        Get(open311, "/requests.{format}", (asked, http, scope) => scope.GetRequiredService<FindRequests>().Run(asked, http.RequestAborted));
        Get(open311, "/requests/{id}.{format}", (asked, http, scope) => scope.GetRequiredService<FindRequests>().One(Route(http, "id"), asked, http.RequestAborted));
        Get(open311, "/tokens/{token}.{format}", (asked, http, scope) => scope.GetRequiredService<ShowToken>().Run(Route(http, "token"), http.RequestAborted));
        With(open311.MapGet, "/servicerequestupdates.{format}", withKey: true, (asked, http, scope) => scope.GetRequiredService<RequestUpdates>().Find(asked, http.RequestAborted));
        With(open311.MapPost, "/requests.{format}", withKey: true, (asked, http, scope) => scope.GetRequiredService<PostRequest>().Run(asked, http.Request, http.RequestAborted))
            .WithMetadata(new RequestSizeLimitAttribute(MostSent));
        With(open311.MapPost, "/servicerequestupdates.{format}", withKey: true, (asked, http, scope) => scope.GetRequiredService<RequestUpdates>().Post(asked, http.RequestAborted));
    }

    private delegate Task<Reply> Work(Asked asked, HttpContext http, IServiceProvider scope);

    private static void Get(RouteGroupBuilder group, string path, Work work) => With(group.MapGet, path, withKey: false, work);

    private static RouteHandlerBuilder With(Func<string, Delegate, RouteHandlerBuilder> map, string path, bool withKey, Work work) =>
        map(path, async Task (HttpContext http, string format) =>
        {
            var known = format is "xml" or "json";
            var reply = known ? await Answer(http, withKey, work) : new Open311Error(StatusCodes.Status404NotFound, "The format is xml or json.").Reply;
            await Write(http, reply, format);
        });

    private static async Task<Reply> Answer(HttpContext http, bool withKey, Work work)
    {
        try
        {
            var asked = await Asked.Of(http.Request, http.RequestAborted);
            CheckJurisdiction(asked, http);
            if (!withKey) return await work(asked, http, http.RequestServices);
            // Who asks is known only now that the body was read, so the work gets a scope in which that actor acts from the start.
            var actor = await ActorOf(asked, http) ?? throw new Open311Error(StatusCodes.Status403Forbidden, Words(http)["open311_key_wrong"]);
            await using var scope = http.RequestServices.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Acting>().Actor = actor;
            return await work(asked, http, scope.ServiceProvider);
        }
        catch (Open311Error error)
        {
            return error.Reply;
        }
        catch (Invalid no)
        {
            var sentences = http.RequestServices.GetRequiredService<Sentences>();
            return new Open311Error(StatusCodes.Status400BadRequest, [.. no.Faults.Select(f => $"{f.Field}: {sentences.For(f.Code, [.. f.Details])}")]).Reply;
        }
        catch (Refused no)
        {
            return new Open311Error(StatusCodes.Status400BadRequest, http.RequestServices.GetRequiredService<Sentences>().For(no.Code, [.. no.Details])).Reply;
        }
        catch (Denied)
        {
            return new Open311Error(StatusCodes.Status403Forbidden, Words(http)["open311_key_narrow"]).Reply;
        }
        catch (BadHttpRequestException bad)
        {
            return new Open311Error(StatusCodes.Status400BadRequest, bad.Message).Reply;
        }
    }

    /// <summary>The key stands where the specification puts it, or in the header that our own API uses.</summary>
    private static async Task<Actor?> ActorOf(Asked asked, HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var key = asked["api_key"] ?? (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null);
        return key is null ? null : await http.RequestServices.GetRequiredService<ITokens>().ActorOf(key, http.RequestAborted);
    }

    private static void CheckJurisdiction(Asked asked, HttpContext http)
    {
        var ours = http.RequestServices.GetRequiredService<IOptionsMonitor<Open311Settings>>().CurrentValue.Jurisdiction;
        if (string.IsNullOrEmpty(ours) || asked["jurisdiction_id"] is not { } named || named.Equals(ours, StringComparison.OrdinalIgnoreCase)) return;
        throw new Open311Error(StatusCodes.Status404NotFound, Words(http)["open311_jurisdiction", named]);
    }

    private static async Task Write(HttpContext http, Reply reply, string format)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.ContentType = format == "json" ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
        if (HttpMethods.IsGet(http.Request.Method)) response.Headers.AccessControlAllowOrigin = "*";
        await response.Body.WriteAsync(format == "json" ? ReplyWriter.ToJson(reply) : ReplyWriter.ToXml(reply), http.RequestAborted);
    }

    private static IStringLocalizer<Text> Words(HttpContext http) => http.RequestServices.GetRequiredService<IStringLocalizer<Text>>();

    private static string Route(HttpContext http, string name) => (string)http.GetRouteValue(name)!;
}
