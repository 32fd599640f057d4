using System.Text.RegularExpressions;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Rights;

/// <summary>
/// The security administrator of the whole house makes a role or changes what one allows: never one of their own, and never so that
/// one hand gives rights, uses them, and reads the ledger.
/// </summary>
public sealed partial class ChangeRole(CuobianDb db, Actor actor, Actors actors, IPlaces places, Permissions permissions, IActLedger ledger)
{
    public sealed class Form
    {
        public string? Code { get; set; }

        public string? Zh { get; set; }

        public string? En { get; set; }

        /// <summary>Works only on what the unit of its post leads; fixed once the role is made.</summary>
        public bool OfUnit { get; set; }

        public bool NeedsSecondFactor { get; set; }

        public List<string> Permissions { get; set; } = [];
    }

    public Task Make(Form form, CancellationToken ct) => Run(form, isNew: true, ct);

    /// <summary>False when there is no such role.</summary>
    public Task<bool> Change(Form form, CancellationToken ct) => Run(form, isNew: false, ct);

    private async Task<bool> Run(Form form, bool isNew, CancellationToken ct)
    {
        actor.Require(PeoplePermissions.Manage, places.Root);
        var role = await db.Roles.SingleOrDefaultAsync(r => r.Code == (form.Code ?? ""), ct);
        if (role is null && !isNew) return false;
        Check(form, isNew, taken: role is not null);
        Refused.If(role is not null && actor.Account is { } me && await db.Posts.AnyAsync(p => p.Account == me && p.Role == role.Code, ct), "people.role_own");
        List<string> wanted = [.. form.Permissions.Distinct().Order(StringComparer.Ordinal)];
        Separation.Check(wanted);
        if (role is not null) await CheckHolders(role, wanted, ct);

        var before = role?.Permissions.ToList() ?? [];
        if (role is null) db.Add(role = new Role { Code = form.Code!, Zh = "", En = "", OfUnit = form.OfUnit, Permissions = [] });
        (role.Zh, role.En, role.NeedsSecondFactor, role.Permissions) = (form.Zh!.Trim(), form.En!.Trim(), form.NeedsSecondFactor, wanted);
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(isNew ? ActNames.RoleMade : ActNames.RoleChanged, role.Code,
                new { Added = wanted.Except(before), Removed = before.Except(wanted), role.NeedsSecondFactor }, ct);
            return true;
        }, ct);
        actors.ForgetAll();
        return true;
    }

    private void Check(Form form, bool isNew, bool taken) => new Faults()
        .Required(form.Code, "code").If(form.Code?.Length > 0 && !Shape().IsMatch(form.Code), "code", "people.role_code")
        .If(isNew && taken, "code", "people.role_taken", form.Code ?? "")
        .Required(form.Zh, "zh").AtMost(form.Zh, 40, "zh")
        .Required(form.En, "en").AtMost(form.En, 60, "en")
        .If(form.Permissions.Any(p => !permissions.Knows(p)), "permissions", "people.permission_unknown")
        .Throw();

    /// <summary>Somebody may hold several roles: together they must stay apart as well.</summary>
    private async Task CheckHolders(Role role, List<string> wanted, CancellationToken ct)
    {
        var holders = db.Posts.Where(p => p.Role == role.Code && p.To == null).Select(p => p.Account);
        var others = await (
            from post in db.Posts
            join other in db.Roles on post.Role equals other.Code
            where post.To == null && post.Role != role.Code && holders.Contains(post.Account)
            select new { post.Account, other.Permissions }).AsNoTracking().ToListAsync(ct);
        foreach (var hand in others.GroupBy(o => o.Account)) Separation.Check([.. hand.SelectMany(o => o.Permissions), .. wanted]);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,39}\z")]
    private static partial Regex Shape();
}
