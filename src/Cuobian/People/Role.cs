namespace Cuobian.People;

/// <summary>A named set of permissions; data, never asked for by name in code.</summary>
public sealed class Role
{
    public required string Code { get; init; }

    public required string Zh { get; set; }

    public required string En { get; set; }

    /// <summary>The role works only on what the unit of its post leads, so a post needs one.</summary>
    public bool OfUnit { get; init; }

    /// <summary>Who holds the role signs in with a second factor, and is led to enrol one before anything else.</summary>
    public bool NeedsSecondFactor { get; set; }

    public required List<string> Permissions { get; set; }
}
