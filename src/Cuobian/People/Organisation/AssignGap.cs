using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Names who is to close an estate's gap, and by when.</summary>
internal sealed class AssignGap(CuobianDb db, EstateDesk desk)
{
    public sealed class Form
    {
        /// <summary>The login of who is to do it.</summary>
        public string? Owner { get; set; }
        public DateOnly? Due { get; set; }
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/estates/{id:guid}/assign", async (Guid id, Form? form, AssignGap assign, CancellationToken ct) =>
            await assign.Run(id, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Say who closes the gap by when.");

    public async Task<bool> Run(Guid id, Form form, CancellationToken ct)
    {
        if (await desk.Open(id, ct) is not { } estate) return false;
        var login = Account.Normal(form.Owner ?? "");
        var owner = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Login == login && !a.Disabled, ct);
        new Faults()
            .Required(form.Owner, "owner").If(login.Length > 0 && owner is null, "owner", "people.account_unknown", login)
            .If(form.Due is null, "due", "required").If(form.Due < desk.Today, "due", "people.day_past")
            .AtMost(form.Words, Limit.Words, "words")
            .Throw();
        estate.Assign(owner!.Id, form.Due!.Value, form.Words, desk.Act);
        return await desk.Save(estate, OrganisationActs.EstateAssigned, new { Owner = owner.Id, form.Due }, ct);
    }
}
