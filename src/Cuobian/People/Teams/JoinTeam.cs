using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Teams;

/// <summary>Somebody joins a team in a role, by account or by name; the term ends by itself.</summary>
internal sealed class JoinTeam(CuobianDb db, Reach reach, TimeProvider time, IActLedger ledger)
{
    public sealed class Form
    {
        public string? Role { get; set; }

        /// <summary>The login of somebody with an account; else the name.</summary>
        public string? Login { get; set; }
        public string? Name { get; set; }
        public string? OfficePhone { get; set; }
        public bool Deputy { get; set; }
        public DateOnly? From { get; set; }

        /// <summary>The first day after the term; what the role's term says when left out.</summary>
        public DateOnly? To { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people)
    {
        people.MapPost("/teams/{id:guid}/members", async (Guid id, Form? form, JoinTeam join, CancellationToken ct) =>
            await join.Run(id, form ?? new(), ct) is { } member ? Results.Json(new { member.Id }, statusCode: StatusCodes.Status201Created) : Results.NotFound()).WithSummary("Somebody joins a team.");
        people.MapPost("/teams/members/{id:guid}/end", async (Guid id, LeaveForm? form, JoinTeam join, CancellationToken ct) =>
            await join.Leave(id, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Somebody leaves a team.");
    }

    /// <summary>The first day without them; today when left out.</summary>
    public sealed record LeaveForm(DateOnly? On = null);

    public async Task<TeamMember?> Run(Guid id, Form form, CancellationToken ct)
    {
        if (await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } team) return null;
        reach.RequireChange(team.Area);
        Refused.If(team.ValidTo is not null, "people.team_ended", team.Name);
        var kind = await db.TeamKinds.AsNoTracking().SingleAsync(k => k.Code == team.Kind, ct);
        var login = Account.Normal(form.Login ?? "");
        var account = login.Length == 0 ? null : await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Login == login && !a.Disabled, ct);
        var (role, from) = (kind.Role(form.Role), form.From ?? time.Today());
        var to = form.To ?? (role?.TermMonths is { } months ? from.AddMonths(months) : null);
        new Faults()
            .If(role is null, "role", "people.team_role_unknown", kind.Name, form.Role ?? "")
            .If(login.Length > 0 && account is null, "login", "people.account_unknown", login)
            .If(login.Length == 0 && string.IsNullOrWhiteSpace(form.Name), "name", "people.team_who")
            .AtMost(form.Name, 60, "name").AtMost(form.OfficePhone, Limit.Phone, "officePhone")
            .If(to <= from, "to", "people.day_before", from.Written()).If(from < team.ValidFrom, "from", "people.day_before", team.ValidFrom.Written())
            .Throw();
        var present = await db.TeamMembers.AsNoTracking().Where(m => m.Team == id).Select(m => new Held(m.Role, m.Deputy, m.From, m.To)).ToListAsync(ct);
        Refused.If(!form.Deputy && Staffing.IsFull(role!, present, from, to), "people.team_role_full", role!.Name, role.Max ?? 0);

        var member = new TeamMember
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Team = id,
            Role = role.Code,
            Deputy = form.Deputy,
            Account = account?.Id,
            Name = account is null ? form.Name!.Trim() : null,
            OfficePhone = string.IsNullOrWhiteSpace(form.OfficePhone) ? null : form.OfficePhone.Trim(),
            From = from,
            To = to,
        };
        db.Add(member);
        await Save("team_joined", member, ct);
        return member;
    }

    public async Task<bool> Leave(Guid id, LeaveForm form, CancellationToken ct)
    {
        if (await db.TeamMembers.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } member) return false;
        reach.RequireChange(await db.Teams.Where(t => t.Id == member.Team).Select(t => t.Area).SingleAsync(ct));
        var on = form.On ?? time.Today();
        new Faults().If(on < member.From, "on", "people.day_before", member.From.Written()).Throw();
        member.To = on;
        await Save("team_left", member, ct);
        return true;
    }

    private Task<bool> Save(string act, TeamMember member, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        await db.SaveChangesAsync(ct);
        await ledger.Write(act, $"team:{member.Team}", new { Member = member.Id, member.Account, member.Role, member.From, member.To }, ct);
        return true;
    }, ct);
}
