using System.Text.Json;
using System.Text.Json.Serialization;
using Cuobian.Data;
using Cuobian.People.Teams;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>The types of units, roles and demonstration units that ship inside the program.</summary>
internal static class SeedData
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Adds what is missing; what somebody has changed since stays as it is.</summary>
    public static async Task Write(CuobianDb db, CancellationToken ct)
    {
        var types = await db.UnitTypes.Select(t => t.Code).ToHashSetAsync(ct);
        var roles = await db.Roles.Select(r => r.Code).ToHashSetAsync(ct);
        db.UnitTypes.AddRange(Read<StoredUnitType>("unit-types").Where(t => !types.Contains(t.Code)));
        db.Roles.AddRange(Roles().Where(r => !roles.Contains(r.Code)));
        var kinds = await db.TeamKinds.Select(k => k.Code).ToHashSetAsync(ct);
        db.TeamKinds.AddRange(Read<TeamKind>("team-kinds").Where(k => !kinds.Contains(k.Code)));
        if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(ct);
    }

    public static IReadOnlyList<Role> Roles() => Read<Role>("roles");

    /// <summary>The units of the fictional city 3599, for the demonstration.</summary>
    public static IReadOnlyList<AddUnits.NewUnit> DemoUnits() => Read<AddUnits.NewUnit>("demo-units");

    private static List<T> Read<T>(string name)
    {
        using var stream = typeof(SeedData).Assembly.GetManifestResourceStream($"Cuobian.People.Seed.{name}.json")!;
        return JsonSerializer.Deserialize<List<T>>(stream, Json)!;
    }
}
