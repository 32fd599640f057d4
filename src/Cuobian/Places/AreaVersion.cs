using Cuobian.Places.Contracts;

namespace Cuobian.Places;

/// <summary>An area code with the name it had from one instant until another; without an end it is valid today.</summary>
internal sealed class AreaVersion
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required AreaLevel Level { get; init; }
    public required string? Parent { get; init; }
    public required DateTimeOffset ValidFrom { get; init; }
    public DateTimeOffset? ValidTo { get; private set; }

    /// <summary>The code that took over; null when it only got another name, or when nobody said.</summary>
    public string? Successor { get; private set; }

    public void End(DateTimeOffset at, string? successor)
    {
        ValidTo = at;
        Successor = successor;
    }
}
