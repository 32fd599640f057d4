using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters;

/// <summary>At triage a person sets the category and, where the report did not say it, the area (command 4).</summary>
public sealed class ClassifyMatter(Desk desk, Categories categories, IPlaces places)
{
    public sealed class Form
    {
        public string? CategoryCode { get; set; }

        /// <summary>The area or grid it is really in; empty keeps the one it has.</summary>
        public string? AreaCode { get; set; }
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/classify", async (string number, Form? form, ClassifyMatter classify, CancellationToken ct) =>
            Answers.Of(await classify.Run(number, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, Form form, CancellationToken ct)
    {
        var category = categories.Choose(form.CategoryCode);
        var area = string.IsNullOrEmpty(form.AreaCode) ? null : places.Find(form.AreaCode);
        new Faults()
            .Required(form.CategoryCode, "categoryCode")
            .If(!string.IsNullOrEmpty(form.CategoryCode) && category is null, "categoryCode", "matters.unknown_category", form.CategoryCode ?? "")
            .If(!string.IsNullOrEmpty(form.AreaCode) && area is null, "areaCode", "matters.unknown_area", form.AreaCode ?? "")
            .Throw();
        if (await desk.Open(number, MatterCommand.Classify, null, form.Reason, null, ct) is not { } opened) return null;

        var place = area is null ? null : new Place(area.Code, area.Level == AreaLevel.Grid ? area.Code : null, null, null);
        // The budgets are those of the version the matter began with, where it had this category.
        opened.Matter.Classify(categories.Find(category!.Code, opened.Matter.CategoriesVersion)!, place, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
