using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places;

/// <summary>Lists the buildings of a community by code.</summary>
internal sealed class FindBuildings(CuobianDb db)
{
    /// <summary>A building as others see it.</summary>
    internal sealed record Answer(string Code, string Name, double Lat, double Lon);

    public static void Map(IEndpointRouteBuilder places) =>
        places.MapGet("/buildings", (string? community, FindBuildings find, CancellationToken ct) => find.In(community ?? "", ct));

    public Task<List<Answer>> In(string community, CancellationToken ct)
    {
        new Faults().If(AreaCode.LevelOf(community) is not AreaLevel.Community, "community", "places.code_digits", community, 12).Throw();
        return db.Set<Building>().Where(b => b.Community == community)
            .OrderBy(b => b.Code).Select(b => new Answer(b.Code, b.Name, b.Lat, b.Lon)).ToListAsync(ct);
    }
}
