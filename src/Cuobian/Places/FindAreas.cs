using Cuobian.Places.Contracts;

namespace Cuobian.Places;

/// <summary>Shows the area tree: one area with the way down to it, and what lies directly below.</summary>
internal sealed class FindAreas(PlacesMap map)
{
    /// <summary>An area with those above (province first) and those directly below.</summary>
    internal sealed record Answer(string Code, string Name, AreaLevel Level, string? Parent, IReadOnlyList<Area> Path, IReadOnlyList<Area> Children);

    public static void Map(IEndpointRouteBuilder places)
    {
        places.MapGet("/areas", (FindAreas find) => find.Below(""));
        places.MapGet("/areas/{code}", (string code, FindAreas find) =>
            find.One(code) is { } area ? Results.Ok(area) : Results.NotFound()).Produces<Answer>().ProducesProblem(404);
        places.MapGet("/areas/{code}/children", (string code, FindAreas find) =>
            find.Below(code) is { } areas ? Results.Ok(areas) : Results.NotFound()).Produces<IReadOnlyList<Area>>().ProducesProblem(404);
    }

    public Answer? One(string code)
    {
        var atlas = map.Now;
        return Find(atlas, code) is { } area
            ? new Answer(area.Code, area.Name, area.Level, area.Parent, atlas.Path(area.Code), atlas.Below(area.Code))
            : null;
    }

    /// <summary>What lies directly below, the roots for an empty code; null for a code that is not known.</summary>
    public IReadOnlyList<Area>? Below(string code)
    {
        var atlas = map.Now;
        return code.Length == 0 ? atlas.Below("") : Find(atlas, code) is { } area ? atlas.Below(area.Code) : null;
    }

    /// <summary>The code as it stands, else without padding.</summary>
    private static Area? Find(Atlas atlas, string code) => atlas.Find(code) ?? atlas.Find(AreaCode.Trim(code));
}
