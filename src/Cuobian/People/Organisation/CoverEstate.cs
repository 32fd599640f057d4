using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Ticks an estate's gap off: its branch stands, and words and photos prove it.</summary>
internal sealed class CoverEstate(CuobianDb db, EstateDesk desk, StoredFiles files)
{
    public sealed class Form
    {
        /// <summary>Code of the unit that is the estate's branch.</summary>
        public string? Branch { get; set; }
        public string? Words { get; set; }

        /// <summary>Uploads that show it: a photo of the founding, of the approval.</summary>
        public List<Guid>? Photos { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/estates/{id:guid}/cover", async (Guid id, Form? form, CoverEstate cover, CancellationToken ct) =>
            await cover.Run(id, form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Tick a gap off, with evidence.");

    public async Task<bool> Run(Guid id, Form form, CancellationToken ct)
    {
        if (await desk.Open(id, ct) is not { } estate) return false;
        var photos = form.Photos ?? [];
        var branch = string.IsNullOrWhiteSpace(form.Branch) ? null : await Branches(db, estate.Community, desk.Today).SingleOrDefaultAsync(u => u.Code == form.Branch.Trim(), ct);
        new Faults()
            .Required(form.Branch, "branch").If(!string.IsNullOrWhiteSpace(form.Branch) && branch is null, "branch", "people.branch_wrong", form.Branch ?? "")
            .Required(form.Words, "words").AtMost(form.Words, Limit.Words, "words")
            .If(photos.Count == 0, "photos", "people.photo_needed").If(photos.Count > Limit.Photos, "photos", "people.photos_many", Limit.Photos)
            .If(photos.Count is > 0 and <= Limit.Photos && !await files.AreFree(photos, ct), "photos", "people.photo_unknown")
            .Throw();
        estate.Cover(branch!.Code, form.Words, photos, desk.Act);
        return await desk.Save(estate, OrganisationActs.EstateCovered, new { Branch = branch.Code }, ct, () => files.Attach(photos, ct));
    }

    /// <summary>Branches that stand in the community today.</summary>
    internal static IQueryable<StoredUnit> Branches(CuobianDb db, string community, DateOnly today) => db.Units.AsNoTracking()
        .Where(u => u.Type == PartyChain.Branch && u.ValidFrom <= today && (u.ValidTo == null || u.ValidTo > today)
            && string.Compare(u.Area, community) >= 0 && string.Compare(u.Area, CuobianDb.After(community)) < 0);
}

/// <summary>The types of units of the party chain, from the community down to the household.</summary>
internal static class PartyChain
{
    /// <summary>The group of these types; they lead no matters.</summary>
    public const string Group = "party";
    public const string Branch = "ZB";

    public static readonly IReadOnlyList<string> Types = ["DW", Branch, "LZ", "DH"];
}
