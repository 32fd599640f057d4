namespace Cuobian.People.Organisation;

/// <summary>What a unit was called, where it belonged and how it was reached until it changed.</summary>
public sealed class UnitPast
{
    public required Guid Id { get; init; }

    public required string Unit { get; init; }

    public required string Name { get; init; }

    public string? Parent { get; init; }

    public string? OfficePhone { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Who changed it.</summary>
    public Guid? By { get; init; }

    public static UnitPast Of(StoredUnit unit, DateTimeOffset now, Guid? by) => new()
    {
        Id = Guid.CreateVersion7(now),
        Unit = unit.Code,
        Name = unit.Name,
        Parent = unit.Parent,
        OfficePhone = unit.OfficePhone,
        Until = now,
        By = by,
    };
}
