using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Corrects an estate's name and size, or takes it off the list when it is no more.</summary>
internal sealed class ChangeEstate(CuobianDb db, EstateDesk desk)
{
    public sealed class Form
    {
        public string? Name { get; set; }
        public int? Households { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people)
    {
        people.MapPost("/estates/{id:guid}/change", async (Guid id, Form? form, ChangeEstate change, CancellationToken ct) =>
            await change.Run(id, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Correct an estate's name and size.");
        people.MapPost("/estates/{id:guid}/end", async (Guid id, ChangeEstate change, CancellationToken ct) =>
            await change.End(id, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Take an estate off the list; its history stays.");
    }

    public async Task<bool> Run(Guid id, Form form, CancellationToken ct)
    {
        if (await desk.Open(id, ct) is not { } estate) return false;
        var name = form.Name?.Trim() ?? "";
        new Faults()
            .Required(name, "name").AtMost(name, Limit.Name, "name")
            .If(form.Households is < 1 or > 100_000, "households", "people.households_wrong")
            .If(await db.Estates.AnyAsync(e => e.Id != id && e.Community == estate.Community && e.Name == name && e.ValidTo == null, ct), "name", "people.estate_taken", name)
            .Throw();
        estate.Change(name, form.Households, desk.Act);
        return await desk.Save(estate, OrganisationActs.EstateChanged, null, ct);
    }

    public async Task<bool> End(Guid id, CancellationToken ct)
    {
        if (await desk.Open(id, ct) is not { } estate) return false;
        estate.End(desk.Today, desk.Act);
        return await desk.Save(estate, OrganisationActs.EstateEnded, null, ct);
    }
}
