namespace Cuobian.Field.Contracts;

/// <summary>Every permission Field knows; each is held inside an area.</summary>
public static class FieldPermissions
{
    /// <summary>Walk the routes of a grid and check in.</summary>
    public const string Patrol = "field.patrol";

    /// <summary>Lay out the routes of the grids.</summary>
    public const string Plan = "field.plan";

    /// <summary>See which grids were walked.</summary>
    public const string Coverage = "field.coverage";

    /// <summary>Visit households and merchants and write it down.</summary>
    public const string Visit = "field.visit";

    public static readonly IReadOnlyList<string> All = [Patrol, Plan, Coverage, Visit];
}
