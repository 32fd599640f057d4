using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters;

/// <summary>Who comes when a grid calls: the people of its team, on the spot first.</summary>
public interface IGridTeam
{
    Task<IReadOnlyList<Guid>> Of(string area, CancellationToken ct);
}

/// <summary>The team that the grid keeps for such calls; without one, everybody with a post in the grid or its community who may put things right on the spot.</summary>
internal sealed class GridTeam(IGridPeople people, IStaff staff) : IGridTeam
{
    private const int CommunityDigits = 12;

    public async Task<IReadOnlyList<Guid>> Of(string area, CancellationToken ct) =>
        await people.OnCall(area, ct) is { Count: > 0 } team ? team
            : [.. (await staff.Holding(MattersPermissions.SelfHandle, area, null, ct)).Where(h => h.Area.Length >= CommunityDigits).Select(h => h.Account)];
}

/// <summary>Calls the team of the grid to an urgent matter; somebody of it takes the call and records the arrival on the spot (社区110).</summary>
public sealed class CallTeam(Desk desk, IGridTeam team, IPlaces places)
{
    public sealed class Form
    {
        public string? Reason { get; set; }

        /// <summary>Arrival: where the person stands, if the phone says so.</summary>
        public double? Lat { get; set; }
        public double? Lon { get; set; }
        public string? Crs { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        foreach (var (path, command) in new[] { ("call-out", MatterCommand.CallOut), ("take-call", MatterCommand.TakeCall), ("arrive", MatterCommand.Arrive) })
            matters.MapPost($"/{{number}}/{path}", async (string number, Form? form, CallTeam call, CancellationToken ct) =>
                Answers.Of(await call.Run(number, command, form ?? new(), ct)));
    }

    public async Task<Matter?> Run(string number, MatterCommand command, Form form, CancellationToken ct)
    {
        var point = PointOf(form);
        if (await desk.Open(number, command, null, form.Reason, null, ct) is not { } opened) return null;
        var matter = opened.Matter;
        if (command == MatterCommand.CallOut) matter.CallOut(await team.Of(matter.Area, ct), opened.Act);
        else if (command == MatterCommand.TakeCall) matter.TakeCall(opened.Act);
        else matter.Arrive(point is { } p && matter.Grid is { } grid ? places.Locate(p)?.Grid?.Code == grid : null, opened.Act);
        await desk.Save(ct);
        return matter;
    }

    private static GeoPoint? PointOf(Form form)
    {
        var hasPoint = form.Lat is not null || form.Lon is not null;
        var crs = Coordinates.Named(form.Crs);
        new Faults()
            .If(hasPoint && (form.Lat is not (>= -90 and <= 90) || form.Lon is not (>= -180 and <= 180)), "lat", "matters.unknown_point")
            .If(crs is null, "crs", "matters.unknown_crs")
            .Throw();
        return hasPoint ? Coordinates.ToWgs84(new GeoPoint(form.Lat!.Value, form.Lon!.Value), crs!.Value) : null;
    }
}
