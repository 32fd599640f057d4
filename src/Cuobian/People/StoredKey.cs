namespace Cuobian.People;

/// <summary>One data-protection key, shared by all nodes through the database.</summary>
public sealed class StoredKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Xml { get; init; }
}
