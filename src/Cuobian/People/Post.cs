using Cuobian.Kernel;

namespace Cuobian.People;

/// <summary>An account holding a role in an area from one instant to another; past posts are kept.</summary>
public sealed class Post
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    public required string Role { get; init; }

    /// <summary>Code prefix of the area; empty is everywhere.</summary>
    public required string Area { get; init; }

    /// <summary>Set when the role is of a unit: the post then counts only for what that unit leads.</summary>
    public string? Unit { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    public bool HeldAt(DateTimeOffset instant) => From <= instant && (To is null || instant < To);

    /// <summary>What a role allows in this post.</summary>
    public IEnumerable<Grant> Grants(Role role) => role.Permissions.Select(p => new Grant(p, Area, Unit));
}
