using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Puts an estate on its community's list, so that it is seen whether it has a branch.</summary>
internal sealed class AddEstate(CuobianDb db, EstateDesk desk, Reach reach, IPlaces places)
{
    public sealed class Form
    {
        public string? Community { get; set; }
        public string? Name { get; set; }
        public int? Households { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/estates", async (Form? form, AddEstate add, CancellationToken ct) => Results.Json(new { (await add.Run(form ?? new(), ct)).Id }, statusCode: StatusCodes.Status201Created))
            .WithSummary("Put an estate on its community's list.");

    public async Task<Estate> Run(Form form, CancellationToken ct)
    {
        var (community, name) = (form.Community?.Trim() ?? "", form.Name?.Trim() ?? "");
        reach.RequireChange(community);
        new Faults()
            .If(places.Find(community) is not { Level: AreaLevel.Community }, "community", "people.community_unknown", community)
            .Required(name, "name").AtMost(name, Limit.Name, "name")
            .If(form.Households is < 1 or > 100_000, "households", "people.households_wrong")
            .If(await db.Estates.AnyAsync(e => e.Community == community && e.Name == name && e.ValidTo == null, ct), "name", "people.estate_taken", name)
            .Throw();
        var estate = Estate.Add(community, name, form.Households, desk.Today, desk.Act);
        db.Add(estate);
        await desk.Save(estate, OrganisationActs.EstateAdded, new { community }, ct);
        return estate;
    }
}
