using Cuobian.Data;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Teams;

/// <summary>Tells other modules who works for a grid today.</summary>
internal sealed class GridPeople(CuobianDb db, TimeProvider time) : IGridPeople
{
    private const int CommunityDigits = 12;

    public async Task<IReadOnlyList<GridRole>> Public(string grid, CancellationToken ct) =>
        [.. (await Today(grid, ct)).Where(p => p.Role.Public).Select(p => new GridRole(p.Role.Name, p.Member.OfficePhone, p.Member.Deputy)).Distinct()];

    public async Task<IReadOnlyList<GridPerson>> ForStaff(string grid, CancellationToken ct) =>
        [.. (await Today(grid, ct)).Select(p => new GridPerson(p.Role.Name, p.Member.Name, p.Member.OfficePhone, p.Member.Deputy)).Distinct()];

    public async Task<IReadOnlyList<Guid>> OnCall(string area, CancellationToken ct)
    {
        if (area.Length < CommunityDigits) return [];
        var today = time.Today();
        string[] near = [area, area[..CommunityDigits]];
        var found = await (
            from member in db.TeamMembers.AsNoTracking()
            join team in db.Teams.AsNoTracking() on member.Team equals team.Id
            join kind in db.TeamKinds.AsNoTracking() on team.Kind equals kind.Code
            where kind.OnCall && near.Contains(team.Area) && team.ValidFrom <= today && (team.ValidTo == null || team.ValidTo > today)
                && member.Account != null && member.From <= today && (member.To == null || member.To > today)
            select new { team.Area, member.Account }).ToListAsync(ct);
        return [.. found.GroupBy(m => m.Area.Length).OrderByDescending(g => g.Key).Take(1).SelectMany(g => g).Select(m => m.Account!.Value).Distinct()];
    }

    /// <summary>In the order of the roles, deputies after those they stand in for.</summary>
    private async Task<List<(TeamRole Role, MemberView Member)>> Today(string grid, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(grid)) return [];
        var today = time.Today();
        var members = await (
            from member in db.TeamMembers.AsNoTracking()
            join team in db.TeamsIn(grid, today) on member.Team equals team.Id
            where team.Area == grid && member.From <= today && (member.To == null || member.To > today)
            select new { Member = member, team.Kind }).ToListAsync(ct);
        if (members.Count == 0) return [];
        var kinds = await db.TeamKinds.AsNoTracking().ToDictionaryAsync(k => k.Code, ct);
        var views = (await ShowTeam.Views(db, [.. members.Select(m => m.Member)], today, ct)).ToDictionary(v => v.Id);
        return [.. from m in members
                   let kind = kinds[m.Kind]
                   let at = kind.Roles.FindIndex(r => r.Code == m.Member.Role)
                   where at >= 0
                   orderby m.Kind, at, m.Member.Deputy
                   select (kind.Roles[at], views[m.Member.Id])];
    }
}
