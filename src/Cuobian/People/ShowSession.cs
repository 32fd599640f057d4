using Cuobian.Kernel;

namespace Cuobian.People;

/// <summary>Tells a caller who they are and what they may do, so that a program can check its token.</summary>
internal static class ShowSession
{
    /// <summary>The caller's account, name, unit, rights and call limit.</summary>
    public sealed record Answer(Guid? Account, string Name, string? Unit, int? CallsPerMinute, IReadOnlyList<Grant> Grants);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(SignIn.Path, (Actor actor) => actor.IsAnonymous
            ? Results.StatusCode(StatusCodes.Status401Unauthorized)
            : Results.Ok(new Answer(actor.Account, actor.Name, actor.Unit, actor.CallsPerMinute, actor.Grants)))
        .WithTags("Session").Produces<Answer>().ProducesProblem(StatusCodes.Status401Unauthorized);
}
