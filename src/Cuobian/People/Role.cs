namespace Cuobian.People;

/// <summary>A named set of permissions; data, never asked for by name in code.</summary>
public sealed class Role
{
    public required string Code { get; init; }

    public required string Zh { get; init; }

    public required string En { get; init; }

    /// <summary>The role works only on what the unit of its post leads, so a post needs one.</summary>
    public bool OfUnit { get; init; }

    public required List<string> Permissions { get; init; }
}
