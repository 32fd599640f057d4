using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>Says of a person, an act and a place or thing whether they may, by which post; and when not, which post comes nearest and what it lacks.</summary>
public sealed class ExplainRight(CuobianDb db, Actor actor, Actors actors, IEnumerable<IThings> things, IUnits units, Permissions permissions, TimeProvider time)
{
    public sealed class Form
    {
        public string? Login { get; set; }

        /// <summary>A permission, or an act of a kind of thing.</summary>
        public string? Act { get; set; }

        /// <summary>The number of a thing; left out, <see cref="Area"/> and <see cref="Unit"/> say where.</summary>
        public string? Number { get; set; }

        public string? Area { get; set; }

        public string? Unit { get; set; }
    }

    /// <summary>What a post lacks for the act, the least first.</summary>
    public enum Lack { Nothing, NotYet, Unit, Area, Over, Permission }

    /// <summary>A post and what it lacks.</summary>
    public sealed record Ground(Post Post, Role Role, Lack Lack);

    /// <summary>The answer; <paramref name="Because"/> is the post that allows, or the nearest; <paramref name="Reason"/> the code of what else decides.</summary>
    public sealed record Answer(
        bool May, string Name, string? Permission, string Area, IReadOnlyList<string> Units, Ground? Because, string? Reason, string? Obstacle, IReadOnlyList<Role> Would);

    public async Task<Answer> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(PeoplePermissions.Manage);
        var login = Account.Normal(form.Login ?? "");
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Login == login, ct);
        if (account is not null)
            foreach (var area in await db.AreasOf(account.Id, ct)) actor.Require(PeoplePermissions.Manage, area);
        var (kind, act) = ActOf(form.Act);
        var number = Digits(form.Number);
        var place = kind is not null && number.Length > 0 ? await kind.Find(number, ct) : number.Length > 0 ? await FindAny(number, ct) : null;
        var where = form.Area?.Trim() ?? "";
        var unit = string.IsNullOrWhiteSpace(form.Unit) ? null : form.Unit.Trim();
        new Faults()
            .Required(form.Login, "login").If(form.Login?.Length > 0 && account is null, "login", "people.account_unknown", form.Login ?? "")
            .If(kind is null && !permissions.Knows(form.Act ?? ""), "act", "required")
            .If(number.Length > 0 && place is null, "number", "people.why_no_thing")
            .If(number.Length == 0 && !Areas.IsScope(where), "area", "people.area_malformed", where)
            .If(unit is not null && units.Find(unit) is null, "unit", "people.unit_unknown", unit ?? "")
            .Throw();
        IReadOnlyList<string> concerned = place?.Units ?? (unit is null ? [] : [unit]);
        return await Explain(account!, kind is null ? form.Act : act!.Permission, place?.Area ?? where, concerned, kind is null || place is null ? null : (kind, place.Number, act!.Code), ct);
    }

    private async Task<Answer> Explain(
        Account account, string? permission, string area, IReadOnlyList<string> concerned, (IThings Kind, string Number, string Act)? thing, CancellationToken ct)
    {
        var roles = await db.Roles.AsNoTracking().ToDictionaryAsync(r => r.Code, ct);
        var posts = await db.Posts.AsNoTracking().Where(p => p.Account == account.Id).ToListAsync(ct);
        var now = time.GetUtcNow();
        var because = permission is null ? null : posts.Select(p => new Ground(p, roles[p.Role], LackOf(p, roles[p.Role], permission, area, concerned, now))).MinBy(g => g.Lack);
        var would = permission is null || because?.Lack < Lack.Permission ? [] : roles.Values.Where(r => r.Permissions.Contains(permission)).ToList();
        Answer Say(bool may, string? reason, string? obstacle = null) => new(may, account.Name, permission, area, concerned, because, reason, obstacle, would);

        if (account.Disabled) return Say(false, "people.why_closed");
        if (await actors.Know(db, account.Id, account.SecurityStamp, ct) is not { } known) return Say(false, "people.why_closed");
        if (known.MustEnrol) return Say(false, "people.why_must_enrol");
        if (thing is var (kind, number, act))
        {
            var verdict = await kind.Judge(number, act, known.Actor, ct);
            return Say(verdict.May, verdict.May && because?.Lack != Lack.Nothing ? "people.why_without_post" : null, verdict.Obstacle);
        }
        return Say(because?.Lack == Lack.Nothing, because is null ? "people.why_no_post" : null);
    }

    private static Lack LackOf(Post post, Role role, string permission, string area, IReadOnlyList<string> concerned, DateTimeOffset now) =>
        !role.Permissions.Contains(permission) ? Lack.Permission
        : post.To <= now ? Lack.Over
        : !area.StartsWith(post.Area, StringComparison.Ordinal) ? Lack.Area
        : post.Unit is not null && !concerned.Contains(post.Unit) ? Lack.Unit
        : post.From > now ? Lack.NotYet
        : Lack.Nothing;

    private (IThings? Kind, ThingAct? Act) ActOf(string? code)
    {
        foreach (var kind in things)
            if (kind.Acts.FirstOrDefault(a => a.Code == code) is { } act) return (kind, act);
        return (null, null);
    }

    private async Task<ThingPlace?> FindAny(string number, CancellationToken ct)
    {
        foreach (var kind in things)
            if (await kind.Find(number, ct) is { } place) return place;
        return null;
    }

    /// <summary>A number as people write it, in groups.</summary>
    private static string Digits(string? number) => number is null ? "" : string.Concat(number.Where(char.IsAsciiLetterOrDigit));
}
