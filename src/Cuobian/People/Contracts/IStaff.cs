using Cuobian.Kernel;

namespace Cuobian.People.Contracts;

/// <summary>What other modules may ask about who serves where.</summary>
public interface IStaff
{
    /// <summary>Accounts whose post in this grid or its community gives them a permission now, those of the grid first.</summary>
    Task<IReadOnlyList<Guid>> Holding(string permission, string area, CancellationToken ct);

    /// <summary>Somebody with the rights they have now, for work they left to the background; null when their account is closed.</summary>
    Task<Actor?> ActorOf(Guid account, CancellationToken ct);
}
