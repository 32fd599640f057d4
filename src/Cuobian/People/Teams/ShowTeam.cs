using Cuobian.Data;
using Cuobian.People.Organisation;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Teams;

/// <summary>A member as colleagues see them.</summary>
public sealed record MemberView(Guid Id, string Role, string Name, string? OfficePhone, bool Deputy, DateOnly From, DateOnly? To, bool Now);

/// <summary>A role with those who hold or held it.</summary>
public sealed record RoleView(TeamRole Role, int Missing, bool WantsDeputy, IReadOnlyList<MemberView> Members);

/// <summary>One team.</summary>
public sealed record TeamView(Guid Id, string Name, string Kind, Area? Area, IReadOnlyList<Area> Path, DateOnly From, DateOnly? To, IReadOnlyList<RoleView> Roles, bool MayChange);

/// <summary>Shows one team with everybody who is or was in it.</summary>
internal sealed class ShowTeam(CuobianDb db, Reach reach, IPlaces places, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder people) =>
        people.MapGet("/teams/{id:guid}", async (Guid id, ShowTeam show, CancellationToken ct) => await show.Run(id, ct) is { } view ? Results.Ok(view) : Results.NotFound())
            .WithSummary("A team and its members by role.");

    public async Task<TeamView?> Run(Guid id, CancellationToken ct)
    {
        if (await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } team || !reach.MayRead(team.Area)) return null;
        var today = time.Today();
        var kind = await db.TeamKinds.AsNoTracking().SingleAsync(k => k.Code == team.Kind, ct);
        var members = await db.TeamMembers.AsNoTracking().Where(m => m.Team == id).ToListAsync(ct);
        var views = await Views(db, members, today, ct);
        var states = Staffing.Of(kind, [.. members.Select(m => new Held(m.Role, m.Deputy, m.From, m.To))], today);
        return new TeamView(id, team.Name, kind.Name, places.Recall(team.Area), reach.Path(team.Area), team.ValidFrom, team.ValidTo,
            [.. states.Select(s => new RoleView(s.Role, s.Missing, s.WantsDeputy,
                [.. views.Where(v => v.Role == s.Role.Code).OrderByDescending(v => v.Now).ThenBy(v => v.Deputy).ThenByDescending(v => v.From)]))],
            reach.MayChange(team.Area));
    }

    /// <summary>Members with the names and phones of their accounts where they have one.</summary>
    internal static async Task<List<MemberView>> Views(CuobianDb db, IReadOnlyCollection<TeamMember> members, DateOnly today, CancellationToken ct)
    {
        var ids = members.Select(m => m.Account).OfType<Guid>().Distinct().ToList();
        var accounts = await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        return [.. members.Select(m => (Member: m, Account: m.Account is { } id ? accounts.GetValueOrDefault(id) : null)).Select(p => new MemberView(p.Member.Id, p.Member.Role,
            p.Account?.Name ?? p.Member.Name ?? "", p.Member.OfficePhone ?? p.Account?.OfficePhone, p.Member.Deputy, p.Member.From, p.Member.To, p.Member.HeldOn(today)))];
    }
}
