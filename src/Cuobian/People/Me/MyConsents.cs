using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.People.Me;

/// <summary>Somebody reads what they agreed to, in the version they saw, and takes a yes back.</summary>
public sealed class MyConsents(Actor actor, IConsents consents)
{
    /// <summary>One yes or no with the text it was about; <paramref name="Stands"/> when it is a yes that was not taken back.</summary>
    public sealed record Line(Consent Consent, ConsentText Text, bool Stands);

    public static void Map(IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me/consents").WithTags("My data");
        mine.MapGet("", (MyConsents mine, CancellationToken ct) => mine.Show(ct)).WithSummary("What I agreed to, and what I took back.");
        mine.MapPost("/{id:guid}/take-back", async (Guid id, MyConsents mine, CancellationToken ct) =>
            await mine.TakeBack(id, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Take a consent back; what rested on it is erased.");
    }

    public async Task<IReadOnlyList<Line>> Show(CancellationToken ct)
    {
        var said = await ((Consents)consents).Of(Me(), ct);
        var latest = said.GroupBy(c => (c.Code, c.Subject)).Select(g => g.First().Id).ToHashSet();
        return [.. said.Select(c => new Line(c, Consents.Text(c.Code, c.Version), c.Given && latest.Contains(c.Id)))];
    }

    public Task<bool> TakeBack(Guid id, CancellationToken ct) => ((Consents)consents).TakeBackOwn(Me(), id, ct);

    private Guid Me() => actor.Account ?? throw new Denied("me");
}
