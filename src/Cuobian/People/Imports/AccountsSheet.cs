using System.Security.Cryptography;
using Cuobian.Data;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.People.Organisation;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Imports;

/// <summary>
/// People: accounts with their posts, one row a post. A new account cannot sign in until somebody sets its password: a sheet
/// with passwords would be a sheet to steal.
/// </summary>
internal sealed class AccountsSheet(CuobianDb db, Actor actor, Actors actors, IPlaces places, Passwords passwords, TimeProvider time) : PeopleSheet
{
    private readonly List<Guid> touched = [];

    public override string Name => "people";

    public override IReadOnlyList<string> Columns => ["login", "name", "office_phone", "unit", "closed", "role", "area", "post_unit", "from", "to"];

    public override IReadOnlyList<string> Needed => ["login", "name"];

    protected override string Permission => PeoplePermissions.Manage;

    public override void RequireRight() => actor.RequireSomewhere(Permission);

    public override async Task<SheetPlan> Check(IReadOnlyList<SheetLine> lines, Faults faults, CancellationToken ct)
    {
        var roles = await db.Roles.AsNoTracking().ToDictionaryAsync(r => r.Code, ct);
        var units = await db.Units.Select(u => u.Code).ToHashSetAsync(ct);
        foreach (var line in lines) CheckLine(line, roles, units, faults);
        var people = lines.Where(l => l["login"].Length > 0).GroupBy(l => Account.Normal(l["login"])).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var rows in people.Values) CheckSame(rows, faults);

        var logins = people.Keys.ToList();
        var known = await db.Accounts.Where(a => EF.Parameter(logins).Contains(a.Login)).ToDictionaryAsync(a => a.Login, ct);
        var ids = known.Values.Select(a => a.Id).ToList();
        var posts = (await db.Posts.Where(p => EF.Parameter(ids).Contains(p.Account)).ToListAsync(ct)).ToLookup(p => p.Account);
        foreach (var (login, rows) in people)
            if (known.TryGetValue(login, out var account))
                faults.If(AreasOf(posts[account.Id]).Any(area => !actor.May(PeoplePermissions.Manage, area)), rows[0].Field("login"), "people.account_not_yours", login)
                    .If(account.Disabled && !rows[0].Values.GetValueOrDefault("closed", "").Equals("yes", StringComparison.OrdinalIgnoreCase) && !Yes(rows[0], "closed", new Faults()), rows[0].Field("closed"), "people.account_stays_closed", login);
        var changed = people.Where(p => known.TryGetValue(p.Key, out var account) && !Same(account, [.. posts[account.Id]], p.Value, roles)).ToList();
        var added = people.Where(p => !known.ContainsKey(p.Key)).ToList();
        foreach (var (login, rows) in changed.Concat(added)) CheckRights(rows, known.GetValueOrDefault(login), [.. posts[known.GetValueOrDefault(login)?.Id ?? Guid.Empty]], roles, faults);
        return new SheetPlan(added.Count, changed.Count, people.Count - added.Count - changed.Count, tell =>
        {
            var hash = passwords.Hash(RandomNumberGenerator.GetHexString(64));
            var done = 0;
            foreach (var (login, rows) in added.Concat(changed))
            {
                var account = Take(login, rows[0], known.GetValueOrDefault(login), hash);
                foreach (var row in rows.Where(r => r["role"].Length > 0)) Take(row, account, [.. posts[account.Id]], roles);
                tell(done += rows.Count);
            }
            return Task.CompletedTask;
        });
    }

    public override async Task<IReadOnlyList<IReadOnlyList<object?>>> Export(CancellationToken ct)
    {
        var accounts = await db.Accounts.AsNoTracking().OrderBy(a => a.Login).ToListAsync(ct);
        var posts = (await db.Posts.AsNoTracking().ToListAsync(ct)).ToLookup(p => p.Account);
        return [.. accounts.Where(a => AreasOf(posts[a.Id]).All(area => actor.May(PeoplePermissions.Manage, area)))
            .SelectMany(a => posts[a.Id].OrderBy(p => Days.Of(p.From)).ThenBy(p => p.Role, StringComparer.Ordinal).ThenBy(p => p.Area, StringComparer.Ordinal).ThenBy(p => p.Unit, StringComparer.Ordinal)
                .Cast<Post?>().DefaultIfEmpty(null).Select(p => Row(a, p)))];
    }

    public override Task Settle(CancellationToken ct)
    {
        foreach (var account in touched) actors.Forget(account);
        return Task.CompletedTask;
    }

    private static IReadOnlyList<object?> Row(Account a, Post? p) =>
        [a.Login, a.Name, a.OfficePhone, a.Unit, Yes(a.Disabled), p?.Role, p is null ? null : p.Area.Length == 0 ? Everywhere : p.Area, p?.Unit, p is null ? null : Days.Of(p.From).Written(), p?.To is { } to ? Days.Of(to).Written() : null];

    /// <summary>An empty cell is a forgotten one: everywhere must be said.</summary>
    private const string Everywhere = "*";

    private static string AreaOf(SheetLine line) => line["area"] == Everywhere ? "" : line["area"];

    private void CheckLine(SheetLine line, Dictionary<string, Role> roles, HashSet<string> units, Faults faults)
    {
        var role = roles.GetValueOrDefault(line["role"]);
        var (from, to) = (Day(line, "from", faults), Day(line, "to", faults));
        Yes(line, "closed", faults);
        faults
            .Required(line["login"], line.Field("login"))
            .If(line["login"].Length > 0 && !CreateAccount.IsLogin(Account.Normal(line["login"])), line.Field("login"), "people.login_malformed")
            .Required(line["name"], line.Field("name")).AtMost(line["name"], 60, line.Field("name"))
            .AtMost(line["office_phone"], Limit.Phone, line.Field("office_phone"))
            .If(line["unit"].Length > 0 && !units.Contains(line["unit"]), line.Field("unit"), "people.unit_unknown", line["unit"]);
        if (line["role"].Length == 0) return;
        faults
            .If(role is null, line.Field("role"), "people.role_unknown", line["role"])
            .Required(line["area"], line.Field("area"))
            .If(line["area"].Length > 0 && !Areas.IsScope(AreaOf(line)), line.Field("area"), "people.area_malformed", line["area"])
            .If(line["area"].Length > 0 && !actor.May(PeoplePermissions.Manage, AreaOf(line)), line.Field("area"), "people.area_not_yours", line["area"])
            .If(line["post_unit"].Length > 0 && !units.Contains(line["post_unit"]), line.Field("post_unit"), "people.unit_unknown", line["post_unit"])
            .If(role is { OfUnit: true } && line["post_unit"].Length == 0, line.Field("post_unit"), "people.role_needs_unit")
            .If(to < from, line.Field("to"), "people.day_before", from?.Written() ?? "");
    }

    /// <summary>A sheet gives nothing that a page would not: the administrators stay apart, and nobody changes what they hold themselves.</summary>
    private void CheckRights(List<SheetLine> rows, Account? known, List<Post> held, Dictionary<string, Role> roles, Faults faults)
    {
        faults.If(known is not null && known.Id == actor.Account, rows[0].Field("login"), "people.not_yourself");
        var now = time.GetUtcNow();
        var last = rows.Where(r => roles.ContainsKey(r["role"]) && (Day(r, "to", new Faults()) is not { } to || to.Start() > now)).ToList();
        if (last.Count == 0) return;
        var permissions = held.Where(p => p.To is null || p.To > now).Select(p => p.Role).Concat(last.Select(r => r["role"])).Distinct()
            .SelectMany(role => roles.GetValueOrDefault(role)?.Permissions ?? []).ToList();
        faults.If(!Rights.Separation.Allows(permissions), last[^1].Field("role"), "people.separation");
    }

    /// <summary>Whoever holds no post is touched from the top of the house alone, as on the page.</summary>
    private IEnumerable<string> AreasOf(IEnumerable<Post> posts) => posts.Select(p => p.Area).DefaultIfEmpty(places.Root);

    /// <summary>What is said of a person in several rows is one thing.</summary>
    private static void CheckSame(List<SheetLine> rows, Faults faults)
    {
        foreach (var row in rows.Skip(1))
            foreach (var column in new[] { "name", "office_phone", "unit", "closed" })
                faults.If(row[column] != rows[0][column], row.Field(column), "people.sheet_differs", rows[0].Number);
    }

    private Account Take(string login, SheetLine row, Account? known, string hash)
    {
        var account = known ?? Account.Open(login, row["name"], row.Text("office_phone"), row.Text("unit"), hash, time.GetUtcNow());
        if (known is null) db.Add(account);
        else account.Correct(row["name"], row.Text("office_phone"), row.Text("unit"));
        if (!account.Disabled && Yes(row, "closed", new Faults())) account.Disable();
        touched.Add(account.Id);
        return account;
    }

    private void Take(SheetLine row, Account account, List<Post> posts, Dictionary<string, Role> roles)
    {
        var to = Day(row, "to", new Faults())?.Start();
        if (Known(row, posts, roles) is { } post)
        {
            if (DayOf(post.To) != DayOf(to)) post.To = to;
            return;
        }
        db.Add(new Post
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Account = account.Id,
            Role = row["role"],
            Area = AreaOf(row),
            Unit = UnitOf(row, roles),
            From = Day(row, "from", new Faults())?.Start() ?? time.GetUtcNow(),
            To = to,
        });
    }

    private static bool Same(Account account, List<Post> posts, List<SheetLine> rows, Dictionary<string, Role> roles) =>
        (account.Name, account.OfficePhone, account.Unit, account.Disabled) == (rows[0]["name"], rows[0].Text("office_phone"), rows[0].Text("unit"), Yes(rows[0], "closed", new Faults()))
        && rows.Where(r => r["role"].Length > 0).All(r => Known(r, posts, roles) is { } post && DayOf(post.To) == Day(r, "to", new Faults()));

    private static Post? Known(SheetLine row, List<Post> posts, Dictionary<string, Role> roles)
    {
        var from = Day(row, "from", new Faults());
        return posts.FirstOrDefault(p => p.Role == row["role"] && p.Area == AreaOf(row) && p.Unit == UnitOf(row, roles) && (from is null ? p.To is null : Days.Of(p.From) == from));
    }

    private static string? UnitOf(SheetLine row, Dictionary<string, Role> roles) => roles.GetValueOrDefault(row["role"])?.OfUnit == true ? row.Text("post_unit") : null;

    private static DateOnly? DayOf(DateTimeOffset? instant) => instant is { } known ? Days.Of(known) : null;
}
