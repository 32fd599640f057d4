using Cuobian.Kernel;

namespace Cuobian.Web;

/// <summary>The entries of a menu that its reader may open and what waits behind each, counted once for a page in which the menu stands twice.</summary>
public sealed class MenuCounts(IEnumerable<MenuLink> links, IServiceScopeFactory scopes, Acting acting)
{
    private readonly Dictionary<Face, Task<IReadOnlyList<(MenuLink Link, int Count)>>> counted = [];

    public Task<IReadOnlyList<(MenuLink Link, int Count)>> Of(Face face, CancellationToken ct) =>
        counted.TryGetValue(face, out var known) ? known : counted[face] = Count(face, ct);

    private async Task<IReadOnlyList<(MenuLink Link, int Count)>> Count(Face face, CancellationToken ct)
    {
        var open = links.Where(link => link.Face == face && (link.Permission is null || acting.Actor.MaySomewhere(link.Permission))).OrderBy(link => link.Order);
        // The page asks the database at the same time, and one context serves one asker: the menu has its own.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = acting.Actor;
        var entries = new List<(MenuLink, int)>();
        foreach (var link in open) entries.Add((link, link.Count is null ? 0 : await link.Count(scope.ServiceProvider, ct)));
        return entries;
    }
}
