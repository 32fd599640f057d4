using Cuobian.Data;
using Cuobian.People.Organisation;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Teams;

/// <summary>So many people of a role are missing.</summary>
public sealed record MissingRole(string Role, int Count);

/// <summary>A grid without a team, or a team that lacks somebody.</summary>
public sealed record ShortGrid(Area Grid, Guid? Team, string? Kind, IReadOnlyList<MissingRole> Missing);

/// <summary>Somebody whose term ends soon.</summary>
public sealed record EndingTerm(Guid Team, string Area, string TeamName, string Role, string Name, DateOnly To);

/// <summary>A team in a list.</summary>
public sealed record TeamRow(Guid Id, string Name, string Kind, string Area, string AreaName, int People, IReadOnlyList<MissingRole> Missing);

/// <summary>Grids of an area: all, fully manned, lacking somebody, without a team.</summary>
public sealed record TeamFigures(int Grids, int Full, int Lacking, int Without);

/// <summary>Figures of an area below.</summary>
public sealed record TeamsOf(Area Area, TeamFigures Figures);

/// <summary>The teams of an area, and what they lack.</summary>
public sealed record TeamsView(
    string Area, IReadOnlyList<Area> Path, TeamFigures Figures, IReadOnlyList<TeamsOf> Below, IReadOnlyList<TeamRow> Teams, IReadOnlyList<ShortGrid> Lacking, bool More,
    IReadOnlyList<EndingTerm> Ending, IReadOnlyList<TeamKind> Kinds, bool MayChange);

/// <summary>Shows the teams of an area, the grids that lack somebody, and the terms that end soon.</summary>
internal sealed class FindTeams(CuobianDb db, Reach reach, IPlaces places, TimeProvider time)
{
    public const int Most = 200;
    public const int SoonDays = 60;

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapGet("/teams", async (string? area, FindTeams find, CancellationToken ct) => Results.Ok(await find.Run(area, ct))).WithSummary("Teams of an area, what they lack, and terms that end soon.");

    public async Task<TeamsView> Run(string? asked, CancellationToken ct)
    {
        var area = reach.At(asked);
        var today = time.Today();
        var kinds = await db.TeamKinds.AsNoTracking().OrderBy(k => k.Code).ToListAsync(ct);
        var teams = await db.TeamsIn(area, today).OrderBy(t => t.Area).ThenBy(t => t.Name).ToListAsync(ct);
        var states = await States(area, teams, kinds, today, ct);
        var grids = GridsOf(area);
        var byGrid = teams.ToLookup(t => t.Area);
        var lacking = grids.SelectMany(grid => Lacks(grid, byGrid, states, kinds)).ToList();
        TeamFigures Figures(string prefix)
        {
            var own = grids.Where(g => g.Code.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            var without = own.Count(g => !byGrid.Contains(g.Code));
            var full = own.Count(g => byGrid.Contains(g.Code) && byGrid[g.Code].All(t => states[t.Id].All(s => s.Missing == 0)));
            return new TeamFigures(own.Count, full, own.Count - full - without, without);
        }
        var below = places.Below(area).Where(a => a.Level < AreaLevel.Grid).Select(a => new TeamsOf(a, Figures(a.Code))).ToList();
        var shown = area.Length >= AreaCode.DigitsOf(AreaLevel.Community) ? teams : [.. teams.Where(t => t.Area == area)];
        return new TeamsView(area, reach.Path(area), Figures(area), below, [.. shown.Select(t => Row(t, states[t.Id], kinds))], [.. lacking.Take(Most)], lacking.Count > Most,
            await Ending(area, kinds, today, ct), kinds, reach.MayChange(area));
    }

    /// <summary>Names stay sealed: only days and roles are read.</summary>
    private async Task<Dictionary<Guid, IReadOnlyList<RoleState>>> States(string area, List<Team> teams, List<TeamKind> kinds, DateOnly today, CancellationToken ct)
    {
        var held = await (
            from member in db.TeamMembers
            join team in db.TeamsIn(area, today) on member.Team equals team.Id
            where member.From <= today && (member.To == null || member.To > today)
            select new { member.Team, member.Role, member.Deputy, member.From, member.To }).ToListAsync(ct);
        var byTeam = held.ToLookup(h => h.Team, h => new Held(h.Role, h.Deputy, h.From, h.To));
        return teams.ToDictionary(t => t.Id, t => Staffing.Of(kinds.Single(k => k.Code == t.Kind), [.. byTeam[t.Id]], today));
    }

    private List<Area> GridsOf(string area)
    {
        if (places.Find(area) is { Level: AreaLevel.Grid } self) return [self];
        var below = places.Below(area);
        return [.. below.Where(a => a.Level == AreaLevel.Grid), .. below.Where(a => a.Level < AreaLevel.Grid).SelectMany(a => GridsOf(a.Code))];
    }

    private static IEnumerable<ShortGrid> Lacks(Area grid, ILookup<string, Team> byGrid, Dictionary<Guid, IReadOnlyList<RoleState>> states, List<TeamKind> kinds) => !byGrid.Contains(grid.Code)
        ? [new ShortGrid(grid, null, null, [])]
        : byGrid[grid.Code].Where(t => states[t.Id].Any(s => s.Missing > 0)).Select(t => new ShortGrid(grid, t.Id, kinds.Single(k => k.Code == t.Kind).Name, Missing(states[t.Id])));

    private TeamRow Row(Team team, IReadOnlyList<RoleState> states, List<TeamKind> kinds) =>
        new(team.Id, team.Name, kinds.Single(k => k.Code == team.Kind).Name, team.Area, places.Recall(team.Area)?.Name ?? team.Area, states.Sum(s => s.Filled + s.Deputies), Missing(states));

    private static List<MissingRole> Missing(IReadOnlyList<RoleState> states) => [.. states.Where(s => s.Missing > 0).Select(s => new MissingRole(s.Role.Name, s.Missing))];

    private async Task<List<EndingTerm>> Ending(string area, List<TeamKind> kinds, DateOnly today, CancellationToken ct)
    {
        var until = today.AddDays(SoonDays);
        var ending = await (
            from member in db.TeamMembers.AsNoTracking()
            join team in db.TeamsIn(area, today) on member.Team equals team.Id
            where member.To > today && member.To <= until && member.From <= today
            orderby member.To
            select new { Member = member, Team = team }).Take(Most).ToListAsync(ct);
        var accounts = ending.Select(e => e.Member.Account).OfType<Guid>().Distinct().ToList();
        var names = (await db.Accounts.AsNoTracking().Where(a => accounts.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => a.Name);
        return [.. ending.Select(e => new EndingTerm(e.Team.Id, e.Team.Area, e.Team.Name, kinds.Single(k => k.Code == e.Team.Kind).Role(e.Member.Role)?.Name ?? e.Member.Role,
            e.Member.Account is { } account ? names.GetValueOrDefault(account, "") : e.Member.Name ?? "", e.Member.To!.Value))];
    }
}
