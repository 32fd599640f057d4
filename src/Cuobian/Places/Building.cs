namespace Cuobian.Places;

/// <summary>A building; it belongs to the community, because the borders of grids move.</summary>
internal sealed class Building
{
    public required string Code { get; init; }
    public required string Community { get; init; }
    public required string Name { get; set; }
    public required double Lat { get; set; }
    public required double Lon { get; set; }
}
