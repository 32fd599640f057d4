using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Organisation;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Teams;

/// <summary>Starts a team of a kind in an area, or ends it.</summary>
internal sealed class StartTeam(CuobianDb db, Reach reach, IPlaces places, TimeProvider time, IActLedger ledger)
{
    public sealed class Form
    {
        public string? Kind { get; set; }
        public string? Area { get; set; }

        /// <summary>The name of the area when left out.</summary>
        public string? Name { get; set; }
        public DateOnly? From { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people)
    {
        people.MapPost("/teams", async (Form? form, StartTeam start, CancellationToken ct) => Results.Json(new { (await start.Run(form ?? new(), ct)).Id }, statusCode: StatusCodes.Status201Created))
            .WithSummary("Start a team.");
        people.MapPost("/teams/{id:guid}/end", async (Guid id, StartTeam start, CancellationToken ct) => await start.End(id, ct) ? Results.NoContent() : Results.NotFound())
            .WithSummary("End a team today; who was in it stays readable.");
    }

    public async Task<Team> Run(Form form, CancellationToken ct)
    {
        var (area, kindCode) = (form.Area?.Trim() ?? "", form.Kind?.Trim() ?? "");
        reach.RequireChange(area);
        var kind = await db.TeamKinds.AsNoTracking().SingleOrDefaultAsync(k => k.Code == kindCode, ct);
        var place = places.Find(area);
        var name = string.IsNullOrWhiteSpace(form.Name) ? place?.Name ?? "" : form.Name.Trim();
        new Faults()
            .If(kind is null, "kind", "people.team_kind_unknown", kindCode)
            .If(place is null, "area", "people.area_unknown", area)
            .If(kind is not null && place is not null && !kind.Levels.Contains(place.Level), "area", "people.team_level_wrong", kind?.Name ?? "", place?.Name ?? "")
            .AtMost(name, Limit.Name, "name")
            .If(await db.Teams.AnyAsync(t => t.Area == area && t.Kind == kindCode && t.Name == name && t.ValidTo == null, ct), "name", "people.team_taken", name)
            .Throw();
        var team = new Team { Id = Guid.CreateVersion7(time.GetUtcNow()), Kind = kindCode, Area = area, Name = name, ValidFrom = form.From ?? time.Today() };
        db.Add(team);
        await Save("team_started", team, ct);
        return team;
    }

    public async Task<bool> End(Guid id, CancellationToken ct)
    {
        if (await db.Teams.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } team) return false;
        reach.RequireChange(team.Area);
        Refused.If(team.ValidTo is not null, "people.team_ended", team.Name);
        var today = time.Today();
        team.ValidTo = today < team.ValidFrom ? team.ValidFrom : today;
        foreach (var member in await db.TeamMembers.Where(m => m.Team == id && (m.To == null || m.To > today)).ToListAsync(ct)) member.To = today < member.From ? member.From : today;
        await Save("team_over", team, ct);
        return true;
    }

    private Task<bool> Save(string act, Team team, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        await db.SaveChangesAsync(ct);
        await ledger.Write(act, $"team:{team.Id}", new { team.Kind, team.Area }, ct);
        return true;
    }, ct);
}
