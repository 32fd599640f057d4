namespace Cuobian.People.Teams;

/// <summary>Somebody's days in a role, without who it is.</summary>
public sealed record Held(string Role, bool Deputy, DateOnly From, DateOnly? To)
{
    public bool On(DateOnly day) => From <= day && (To is null || day < To);
}

/// <summary>How a role is filled on a day.</summary>
public sealed record RoleState(TeamRole Role, int Filled, int Deputies)
{
    public int Missing => Math.Max(0, Role.Min - Filled);

    public bool WantsDeputy => Role.Deputy && Deputies == 0;
}

/// <summary>Compares who is there with what the kind of team asks for.</summary>
public static class Staffing
{
    public static IReadOnlyList<RoleState> Of(TeamKind kind, IReadOnlyCollection<Held> held, DateOnly day) =>
        [.. kind.Roles.Select(role => new RoleState(role,
            held.Count(h => h.Role == role.Code && !h.Deputy && h.On(day)),
            held.Count(h => h.Role == role.Code && h.Deputy && h.On(day))))];

    /// <summary>Would one more in these days be too many on any of them? Only the days on which somebody begins can be the fullest.</summary>
    public static bool IsFull(TeamRole role, IReadOnlyCollection<Held> held, DateOnly from, DateOnly? to)
    {
        if (role.Max is not { } max) return false;
        var same = held.Where(h => h.Role == role.Code && !h.Deputy).ToList();
        return same.Select(h => h.From).Where(day => day > from && (to is null || day < to)).Append(from).Any(day => same.Count(h => h.On(day)) >= max);
    }
}
