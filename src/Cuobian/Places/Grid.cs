using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Cuobian.Places;

/// <summary>A grid with one border and name, from one instant until another took its ground.</summary>
internal sealed class Grid : Aggregate
{
    private Grid() { }

    public Grid(Guid id, string code, string name, Geometry border, DateTimeOffset from)
    {
        var box = border.EnvelopeInternal;
        Id = id;
        Code = code;
        Name = name;
        Community = AreaCode.ParentOf(code)!;
        Kind = AreaCode.KindOf(code)!.Value;
        Border = new WKBWriter().Write(border);
        (West, South, East, North) = (box.MinX, box.MinY, box.MaxX, box.MaxY);
        ValidFrom = from;
    }

    public string Code { get; private init; } = "";
    public string Name { get; private init; } = "";
    public string Community { get; private init; } = "";
    public GridKind Kind { get; private init; }

    /// <summary>The polygon as well-known binary, WGS-84, longitude first.</summary>
    public byte[] Border { get; private init; } = [];

    public double West { get; private init; }
    public double South { get; private init; }
    public double East { get; private init; }
    public double North { get; private init; }
    public DateTimeOffset ValidFrom { get; private init; }
    public DateTimeOffset? ValidTo { get; private set; }

    public Geometry Shape() => new WKBReader().Read(Border);

    /// <summary>Ends this grid in favour of others; answers the links that keep the history.</summary>
    public IEnumerable<Succession> ReplaceBy(IReadOnlyList<Grid> successors, DateTimeOffset at)
    {
        Refused.If(ValidTo is not null, "places.grid_ended", Code);
        ValidTo = at;
        if (successors.Any(s => s.Code != Code)) Raise(new GridReplaced(Code, [.. successors.Select(s => s.Code)], at));
        return successors.Select(s => new Succession { Predecessor = Id, Successor = s.Id });
    }
}

/// <summary>One grid took ground from another.</summary>
internal sealed class Succession
{
    public required Guid Predecessor { get; init; }
    public required Guid Successor { get; init; }
}
