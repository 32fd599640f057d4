using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>An administrator gives somebody a post: a role in an area, for a unit where the role is of one, from a day on. One may hold several.</summary>
public sealed class GivePost(CuobianDb db, Actor actor, Actors actors, Administration administration, IUnits units, TimeProvider time, IActLedger ledger)
{
    public sealed class Form
    {
        public string? Role { get; set; }

        public string? Area { get; set; }

        public string? Unit { get; set; }

        /// <summary>Now when left out.</summary>
        public DateTimeOffset? From { get; set; }
    }

    /// <summary>Null when there is no such account.</summary>
    public async Task<Post?> Run(Guid id, Form form, CancellationToken ct)
    {
        if (await administration.Open(id, ct) is not { } account) return null;
        administration.NotMyself(account);
        var area = form.Area?.Trim() ?? "";
        actor.Require(PeoplePermissions.Manage, area);
        var now = time.GetUtcNow();
        var role = await db.Roles.AsNoTracking().SingleOrDefaultAsync(r => r.Code == (form.Role ?? ""), ct);
        var unit = string.IsNullOrWhiteSpace(form.Unit) ? account.Unit : form.Unit.Trim();
        new Faults()
            .If(role is null, "role", "people.role_unknown", form.Role ?? "")
            .If(!Areas.IsScope(area), "area", "people.area_malformed", area)
            .If(role is { OfUnit: true } && unit is null, "unit", "people.role_needs_unit")
            .If(role is { OfUnit: true } && unit is not null && units.Find(unit) is null, "unit", "people.unit_unknown", unit ?? "")
            .Throw();

        var held = await (
            from p in db.Posts
            join r in db.Roles on p.Role equals r.Code
            where p.Account == id && (p.To == null || p.To > now)
            select new { Post = p, r.Permissions }).AsNoTracking().ToListAsync(ct);
        Separation.Check([.. held.SelectMany(h => h.Permissions), .. role!.Permissions]);
        var post = new Post { Id = Guid.CreateVersion7(now), Account = id, Role = role.Code, Area = area, Unit = role.OfUnit ? unit : null, From = form.From ?? now };
        Refused.If(held.Exists(h => (h.Post.Role, h.Post.Area, h.Post.Unit) == (post.Role, post.Area, post.Unit)), "people.post_held");
        db.Add(post);
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.PostGiven, id.ToString(), new { Post = post.Id, post.Role, post.Area, post.Unit, post.From }, ct);
            return true;
        }, ct);
        actors.Forget(id);
        return post;
    }
}
