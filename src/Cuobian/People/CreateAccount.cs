using System.Text.RegularExpressions;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>An administrator opens an account with its first post.</summary>
public sealed partial class CreateAccount(CuobianDb db, Actor actor, IUnits units, Passwords passwords, TimeProvider time, IActLedger ledger)
{
    /// <summary>Who it is, and what they may do where; <paramref name="From"/> dates the post back.</summary>
    public sealed record Form(
        string Login, string Name, string Password, string Role, string Area, string? Unit = null, string? OfficePhone = null, DateTimeOffset? From = null);

    public async Task<Account> Run(Form form, CancellationToken ct)
    {
        actor.Require(PeoplePermissions.Manage, form.Area);
        var now = time.GetUtcNow();
        var role = await db.Roles.AsNoTracking().SingleOrDefaultAsync(r => r.Code == form.Role, ct);
        await Check(form, role, ct);

        var account = Account.Open(form.Login, form.Name, form.OfficePhone, form.Unit, passwords.Hash(form.Password), now);
        db.Add(account);
        db.Add(new Post
        {
            Id = Guid.CreateVersion7(now),
            Account = account.Id,
            Role = form.Role,
            Area = form.Area,
            Unit = role!.OfUnit ? form.Unit : null,
            From = form.From ?? now,
        });
        await db.InOneTransaction(async () =>
        {
            await db.SaveChangesAsync(ct);
            await ledger.Write(ActNames.AccountOpened, account.Id.ToString(), new { form.Role, form.Area, form.Unit }, ct);
            return true;
        }, ct);
        return account;
    }

    private async Task Check(Form form, Role? role, CancellationToken ct)
    {
        var login = Account.Normal(form.Login);
        var faults = new Faults()
            .If(!LoginForm().IsMatch(login), "login", "people.login_malformed")
            .If(await db.Accounts.AnyAsync(a => a.Login == login, ct), "login", "people.login_taken", login)
            .Required(form.Name, "name").AtMost(form.Name, 60, "name")
            .AtMost(form.OfficePhone, 40, "officePhone")
            .If(role is null, "role", "people.role_unknown", form.Role)
            .If(!Areas.IsScope(form.Area), "area", "people.area_malformed", form.Area)
            .If(form.Unit is not null && units.Find(form.Unit) is null, "unit", "people.unit_unknown", form.Unit ?? "")
            .If(role is { OfUnit: true } && form.Unit is null, "unit", "people.role_needs_unit");
        Passwords.Check(form.Password, faults).Throw();
    }

    internal static bool IsLogin(string login) => LoginForm().IsMatch(login);

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._@-]{1,63}\z")]
    private static partial Regex LoginForm();
}
