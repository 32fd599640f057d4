using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Notices.Letters;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Follows;

/// <summary>Lists what somebody follows, tells whether they follow something, and ends it.</summary>
internal sealed class FindFollows(CuobianDb db, Actor actor, IMatters matters, IPlaces places)
{
    /// <summary>One thing followed, in words; <paramref name="Feed"/> is the same as an Atom feed, for an area.</summary>
    public sealed record Followed(Guid Id, string? Number, string? AreaName, string? CategoryName, string? Feed, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder notices)
    {
        notices.MapGet("/follows", (FindFollows find, CancellationToken ct) => find.Run(ct)).WithSummary("What I follow.");
        notices.MapPost("/follows/{id:guid}/end", async (Guid id, FindFollows find, CancellationToken ct) =>
            await find.End(id, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Follow something no longer.");
    }

    public async Task<IReadOnlyList<Followed>> Run(CancellationToken ct)
    {
        var who = Who.Account(Me());
        var mine = await db.Set<Follow>().AsNoTracking().Where(f => f.Who == who).OrderByDescending(f => f.Id).ToListAsync(ct);
        var kinds = matters.Kinds.ToDictionary(kind => kind.Code, kind => kind.Name);
        return [.. mine.Select(f => new Followed(f.Id, f.Number, f.Area is null ? null : NameOf(f.Area), f.Category is null ? null : kinds.GetValueOrDefault(f.Category, f.Category), FeedOf(f.Area, f.Category), f.At))];
    }

    /// <summary>The follow of this matter by the reader, if there is one.</summary>
    public async Task<Guid?> OfMatter(string number, CancellationToken ct)
    {
        if (actor.Account is not { } account) return null;
        var who = Who.Account(account);
        return await db.Set<Follow>().Where(f => f.Who == who && f.Number == number).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(ct);
    }

    public async Task<Guid?> OfArea(string area, string? category, CancellationToken ct)
    {
        if (actor.Account is not { } account) return null;
        string who = Who.Account(account), target = Follow.OfArea(area, category);
        return await db.Set<Follow>().Where(f => f.Who == who && f.Target == target).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(ct);
    }

    public async Task<bool> End(Guid id, CancellationToken ct)
    {
        var who = Who.Account(Me());
        return await db.InOneTransaction(() => db.Set<Follow>().Where(f => f.Id == id && f.Who == who).ExecuteDeleteAsync(ct), ct) > 0;
    }

    public static string? FeedOf(string? area, string? category) =>
        area is null ? null : $"/open-data/matters.atom?area={area}{(category is null ? "" : $"&category={category}")}";

    public string NameOf(string area) => string.Join(' ', places.Path(area).Where(a => a.Level >= AreaLevel.County).Select(a => a.Name)) is { Length: > 0 } name ? name : area;

    private Guid Me() => actor.Account ?? throw new Denied("me");
}
