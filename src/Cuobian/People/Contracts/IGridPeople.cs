namespace Cuobian.People.Contracts;

/// <summary>A role at a grid as everybody may see it: what it is and the phone to call, never who.</summary>
public sealed record GridRole(string Role, string? Phone, bool Deputy);

/// <summary>Somebody at a grid as colleagues see them.</summary>
public sealed record GridPerson(string Role, string Name, string? Phone, bool Deputy);

/// <summary>Who works for a grid today, by role.</summary>
public interface IGridPeople
{
    /// <summary>For residents: role and office phone only.</summary>
    Task<IReadOnlyList<GridRole>> Public(string grid, CancellationToken ct);

    /// <summary>For staff: names too.</summary>
    Task<IReadOnlyList<GridPerson>> ForStaff(string grid, CancellationToken ct);

    /// <summary>Accounts of the teams of the grid, else of its community, that come when an urgent matter calls.</summary>
    Task<IReadOnlyList<Guid>> OnCall(string area, CancellationToken ct);
}
