using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Cuobian.People.Teams;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Imports;

/// <summary>Teams with their members, one row a member; a row without a role is a team that nobody has joined.</summary>
internal sealed class TeamsSheet(CuobianDb db, Actor actor, Reach reach, IPlaces places, TimeProvider time) : PeopleSheet
{
    public override string Name => "teams";

    public override IReadOnlyList<string> Columns => ["kind", "area", "team", "since", "role", "deputy", "login", "name", "office_phone", "from", "to"];

    public override IReadOnlyList<string> Needed => ["kind", "area"];

    protected override string Permission => PeoplePermissions.Organise;

    public override void RequireRight() => actor.RequireSomewhere(Permission);

    public override async Task<SheetPlan> Check(IReadOnlyList<SheetLine> lines, Faults faults, CancellationToken ct)
    {
        var kinds = await db.TeamKinds.AsNoTracking().ToDictionaryAsync(k => k.Code, ct);
        var logins = lines.Select(l => Account.Normal(l["login"])).Where(l => l.Length > 0).Distinct().ToList();
        var accounts = await db.Accounts.AsNoTracking().Where(a => EF.Parameter(logins).Contains(a.Login)).ToDictionaryAsync(a => a.Login, a => a.Id, ct);
        var areas = lines.Select(l => l["area"]).Distinct().ToList();
        var teams = (await db.Teams.Where(t => t.ValidTo == null && EF.Parameter(areas).Contains(t.Area)).ToListAsync(ct)).ToDictionary(t => (t.Kind, t.Area, t.Name));
        var ids = teams.Values.Select(t => t.Id).ToList();
        var members = await db.TeamMembers.Where(m => EF.Parameter(ids).Contains(m.Team)).ToListAsync(ct);
        var plan = new Plan(teams, members.GroupBy(m => m.Team).ToDictionary(g => g.Key, g => g.ToList()), accounts, kinds, time.Today());
        foreach (var line in lines)
            if (CheckLine(line, kinds, accounts, faults)) plan.Take(line, NameOf(line), faults, time.GetUtcNow());
        return new SheetPlan(plan.Added, plan.Changed, plan.Unchanged, tell =>
        {
            db.AddRange(plan.NewTeams);
            db.AddRange(plan.NewMembers);
            foreach (var change in plan.Changes) change();
            tell(lines.Count);
            return Task.CompletedTask;
        });
    }

    public override async Task<IReadOnlyList<IReadOnlyList<object?>>> Export(CancellationToken ct)
    {
        var teams = (await db.Teams.AsNoTracking().Where(t => t.ValidTo == null).OrderBy(t => t.Area).ThenBy(t => t.Kind).ThenBy(t => t.Name).ToListAsync(ct)).Where(t => reach.MayRead(t.Area)).ToList();
        var ids = teams.Select(t => t.Id).ToList();
        var members = (await db.TeamMembers.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Team)).ToListAsync(ct)).ToLookup(m => m.Team);
        var seated = db.TeamMembers.Select(m => m.Account);
        var accounts = await db.Accounts.Where(a => seated.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Login, ct);
        string? Login(TeamMember member) => member.Account is { } id ? accounts[id] : null;
        return [.. teams.SelectMany(t => members[t.Id].OrderBy(m => m.Role, StringComparer.Ordinal).ThenBy(m => m.From).ThenBy(m => Login(m) ?? m.Name, StringComparer.Ordinal).Cast<TeamMember?>().DefaultIfEmpty(null)
            .Select(m => (IReadOnlyList<object?>)[t.Kind, t.Area, t.Name, t.ValidFrom.Written(), m?.Role, m is null ? null : Yes(m.Deputy), m is null ? null : Login(m), m?.Name, m?.OfficePhone, m?.From.Written(), m?.To?.Written()]))];
    }

    private string NameOf(SheetLine line) => line.Text("team") ?? places.Find(line["area"])?.Name ?? "";

    private bool CheckLine(SheetLine line, Dictionary<string, TeamKind> kinds, Dictionary<string, Guid> accounts, Faults faults)
    {
        var (kind, place) = (kinds.GetValueOrDefault(line["kind"]), places.Find(line["area"]));
        var (from, to, since) = (Day(line, "from", faults), Day(line, "to", faults), Day(line, "since", faults));
        Yes(line, "deputy", faults);
        faults
            .If(kind is null, line.Field("kind"), "people.team_kind_unknown", line["kind"])
            .If(place is null, line.Field("area"), "people.area_unknown", line["area"])
            .If(kind is not null && place is not null && !kind.Levels.Contains(place.Level), line.Field("area"), "people.team_level_wrong", kind?.Name ?? "", place?.Name ?? "")
            .If(place is not null && !actor.May(PeoplePermissions.Organise, line["area"]), line.Field("area"), "people.area_not_yours", line["area"])
            .AtMost(line["team"], Limit.Name, line.Field("team")).AtMost(line["name"], 60, line.Field("name")).AtMost(line["office_phone"], Limit.Phone, line.Field("office_phone"));
        if (kind is null || place is null) return false;
        if (line["role"].Length == 0)
        {
            faults.If((line["login"] + line["name"]).Length > 0, line.Field("role"), "required");
            return true;
        }
        var login = Account.Normal(line["login"]);
        faults
            .If(kind.Role(line["role"]) is null, line.Field("role"), "people.team_role_unknown", kind.Name, line["role"])
            .If(login.Length > 0 && !accounts.ContainsKey(login), line.Field("login"), "people.account_unknown", login)
            .If(login.Length == 0 && line["name"].Length == 0, line.Field("name"), "people.team_who")
            .If(to < from, line.Field("to"), "people.day_before", from?.Written() ?? "")
            .If(from < since, line.Field("from"), "people.day_before", since?.Written() ?? "");
        return kind.Role(line["role"]) is not null && (login.Length == 0 || accounts.ContainsKey(login));
    }

    /// <summary>What the rows add up to: each is compared with what is there and with the rows before it.</summary>
    private sealed class Plan(Dictionary<(string Kind, string Area, string Name), Team> teams, Dictionary<Guid, List<TeamMember>> members, Dictionary<string, Guid> accounts, Dictionary<string, TeamKind> kinds, DateOnly today)
    {
        public List<Team> NewTeams { get; } = [];
        public List<TeamMember> NewMembers { get; } = [];
        public List<Action> Changes { get; } = [];
        public int Added { get; private set; }
        public int Changed { get; private set; }
        public int Unchanged { get; private set; }

        public void Take(SheetLine line, string name, Faults faults, DateTimeOffset now)
        {
            var (team, isNew) = TeamOf(line, name, now);
            if (line["role"].Length == 0)
            {
                Count(isNew);
                return;
            }
            Guid? account = accounts.TryGetValue(Account.Normal(line["login"]), out var id) ? id : null;
            var role = kinds[team.Kind].Role(line["role"])!;
            var (from, to, deputy, phone) = (Days.Read(line["from"]) ?? today, Days.Read(line["to"]), Yes(line, "deputy", new Faults()), line.Text("office_phone"));
            var present = members[team.Id];
            if (present.FirstOrDefault(m => (m.Role, m.Deputy, m.Account, m.From) == (role.Code, deputy, account, from) && (account is not null || m.Name == line["name"])) is { } known)
            {
                if ((known.To, known.OfficePhone) == (to, phone)) Unchanged++;
                else Changed++;
                Changes.Add(() => (known.To, known.OfficePhone) = (to, phone));
                return;
            }
            faults.If(!deputy && Staffing.IsFull(role, [.. present.Select(m => new Held(m.Role, m.Deputy, m.From, m.To))], from, to), line.Field("role"), "people.team_role_full", role.Name, role.Max ?? 0);
            var member = new TeamMember { Id = Guid.CreateVersion7(now), Team = team.Id, Role = role.Code, Deputy = deputy, Account = account, Name = account is null ? line["name"] : null, OfficePhone = phone, From = from, To = to };
            present.Add(member);
            NewMembers.Add(member);
            Added++;
        }

        private (Team Team, bool IsNew) TeamOf(SheetLine line, string name, DateTimeOffset now)
        {
            var key = (line["kind"], line["area"], name);
            if (teams.TryGetValue(key, out var known))
            {
                members.TryAdd(known.Id, []);
                return (known, false);
            }
            var team = new Team { Id = Guid.CreateVersion7(now), Kind = line["kind"], Area = line["area"], Name = name, ValidFrom = Days.Read(line["since"]) ?? Days.Read(line["from"]) ?? today };
            teams.Add(key, team);
            members.Add(team.Id, []);
            NewTeams.Add(team);
            return (team, true);
        }

        private void Count(bool isNew)
        {
            if (isNew) Added++;
            else Unchanged++;
        }
    }
}
