using Cuobian.Matters.Contracts;

namespace Cuobian.Matters.Pages.Resident;

/// <summary>The address of the public list of an area: where, what kind, and whether it is settled.</summary>
public sealed record AreaAddress(string Area, string? Category, bool? IsOpen, string? After)
{
    public static AreaAddress Of(string area, HttpRequest request, Categories categories)
    {
        var category = request.Query["category"].ToString();
        return new AreaAddress(area, categories.All.Any(c => c.Code == category && !c.Sensitive) ? category : null, request.Query["state"].ToString() switch
        {
            "open" => true,
            "done" => false,
            _ => null,
        }, request.Query["after"] is [{ Length: > 0 } after] ? after : null);
    }

    public ListedFilter Filter(Categories categories) => new()
    {
        Area = Area,
        Categories = Category is null ? [] : [.. categories.All.Where(c => c.Code.StartsWith(Category, StringComparison.Ordinal) && !c.IsClass).Select(c => c.Code)],
        IsOpen = IsOpen,
        After = After,
    };

    public string At(string area) => AreaPage.Path(area) + Query;

    public string Older(string after) => AreaPage.Path(Area) + (this with { After = after }).Query;

    public string Newest => AreaPage.Path(Area) + (this with { After = null }).Query;

    public string Map => $"{AreaPage.Path(Area)}/map.geojson{(this with { After = null }).Query}";

    /// <summary>The same selection as a file, as far as the feeds know it.</summary>
    public string Feed(string format) => $"/open-data/matters.{format}{QueryString.Create(new Dictionary<string, string?> { ["area"] = Area, ["category"] = Category }.Where(pair => !string.IsNullOrEmpty(pair.Value)))}";

    private QueryString Query => QueryString.Create(new Dictionary<string, string?>
    {
        ["category"] = Category,
        ["state"] = IsOpen switch { true => "open", false => "done", null => null },
        ["after"] = After,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
