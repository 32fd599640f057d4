namespace Cuobian.Kernel;

/// <summary>A permission held inside an area (a code prefix; empty is everywhere) and, when a unit is named, only for what that unit leads.</summary>
public sealed record Grant(string Permission, string Area, string? Unit = null)
{
    public bool Covers(string permission, string area, string? unit) =>
        Permission == permission && area.StartsWith(Area, StringComparison.Ordinal) && (Unit is null || Unit == unit);
}

/// <summary>Who acts: an account with its grants, a stranger, or the system itself.</summary>
public sealed record Actor(Guid? Account, string Name, string? Unit, IReadOnlyList<Grant> Grants)
{
    public static readonly Actor Anonymous = new(null, "", null, []);
    public static readonly Actor System = new(null, "system", null, []) { IsSystem = true };

    public bool IsSystem { get; private init; }

    public bool IsAnonymous => Account is null && !IsSystem;

    /// <summary>Calls a minute this caller may make through the API; null for the limit of strangers.</summary>
    public int? CallsPerMinute { get; init; }

    /// <summary>May the actor do this to something at this place, led by this unit? The system may do anything.</summary>
    public bool May(string permission, string area, string? unit = null) =>
        IsSystem || Grants.Any(g => g.Covers(permission, area, unit));

    /// <summary>Does the actor hold the permission anywhere at all?</summary>
    public bool MaySomewhere(string permission) => IsSystem || Grants.Any(g => g.Permission == permission);

    public void Require(string permission, string area, string? unit = null)
    {
        if (!May(permission, area, unit)) throw new Denied(permission);
    }

    public void RequireSomewhere(string permission)
    {
        if (!MaySomewhere(permission)) throw new Denied(permission);
    }
}

/// <summary>Holds the actor of the current scope: set by sign-in for a request, by the worker for a job.</summary>
public sealed class Acting
{
    public Actor Actor { get; set; } = Actor.Anonymous;
}
