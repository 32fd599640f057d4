using Cuobian.Kernel;

namespace Cuobian.People.Contracts;

/// <summary>Somebody who holds a permission, and the area of the post it comes from.</summary>
public sealed record Holder(Guid Account, string Area);

/// <summary>What other modules may ask about who is on duty where.</summary>
public interface IStaff
{
    /// <summary>Accounts that hold a permission over an area (for what the unit leads, when one is named), those of the nearest posts first.</summary>
    Task<IReadOnlyList<Holder>> Holding(string permission, string area, string? unit, CancellationToken ct);

    /// <summary>Somebody with the rights they have now, for work they left to the background; null when their account is closed.</summary>
    Task<Actor?> ActorOf(Guid account, CancellationToken ct);
}
