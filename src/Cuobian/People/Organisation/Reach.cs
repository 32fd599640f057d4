using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.People.Organisation;

/// <summary>Which part of the directory somebody may read or change: the areas of their posts.</summary>
internal sealed class Reach(Actor actor, IPlaces places)
{
    private static readonly string[] Readers = [PeoplePermissions.Read, PeoplePermissions.Organise, PeoplePermissions.Manage];

    /// <summary>The post of a handler counts for one unit's matters, but the directory of its area is open to them.</summary>
    public bool MayRead(string area) =>
        actor.IsSystem || actor.Grants.Any(g => Readers.Contains(g.Permission) && area.StartsWith(g.Area, StringComparison.Ordinal));

    public bool MayChange(string area) => actor.May(PeoplePermissions.Organise, area);

    public void RequireRead(string area)
    {
        if (!MayRead(area)) throw new Denied(PeoplePermissions.Read);
    }

    public void RequireChange(string area) => actor.Require(PeoplePermissions.Organise, area);

    /// <summary>The area asked for, else the widest that is theirs.</summary>
    public string At(string? asked)
    {
        var area = string.IsNullOrWhiteSpace(asked) ? Widest : asked.Trim();
        RequireRead(area);
        return area;
    }

    /// <summary>The areas above that they may open too, and the area itself.</summary>
    public IReadOnlyList<Area> Path(string area) => [.. places.Path(area).Where(a => MayRead(a.Code))];

    private string Widest => actor.IsSystem ? places.Root
        : actor.Grants.Where(g => Readers.Contains(g.Permission)).Select(g => g.Area).MinBy(a => a.Length) switch
        {
            null => throw new Denied(PeoplePermissions.Read),
            "" => places.Root,
            var area => area,
        };
}
