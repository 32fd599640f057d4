using System.Globalization;
using Cuobian.Data.Sheets;
using Cuobian.Exchange.Open311;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Cuobian.Exchange.OpenData;

/// <summary>One page of public matters, and the addresses of this page and of the next.</summary>
internal sealed record OpenPage(IReadOnlyList<ListedMatter> Items, string Self, string? Next, string Licence);

/// <summary>Public matters for everybody to use: CSV, GeoJSON and Atom, newest first, page after page.</summary>
internal sealed class OpenDataDoors(IMatters matters, IPlaces places, RequestFields requests, IOptionsMonitor<OpenDataSettings> settings, IStringLocalizer<Text> words)
{
    private const int LargestPage = 1000;

    public static void Map(IEndpointRouteBuilder root) =>
        root.MapGet("/open-data/matters.{format}", (string format, [AsParameters] Filter filter, OpenDataDoors doors, HttpContext http) => doors.Run(format, filter, http))
            .ExcludeFromDescription();

    /// <summary>What the page is narrowed to; a category may be a class.</summary>
    internal sealed record Filter
    {
        public string? Area { get; init; }
        public string? Category { get; init; }
        public string? After { get; init; }
        public int? Size { get; init; }
    }

    public async Task<IResult> Run(string format, Filter filter, HttpContext http)
    {
        if (format is not ("csv" or "geojson" or "atom")) return Results.NotFound();
        var page = await Page(filter, http);
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.CacheControl = "public, max-age=60";
        headers.Link = $"<{page.Licence}>; rel=\"license\"" + (page.Next is null ? "" : $", <{page.Next}>; rel=\"next\"");
        return format switch
        {
            "csv" => Results.Bytes(CsvFile.Write(page, requests), SheetWriter.CsvType),
            "geojson" => Results.Bytes(GeoFile.Write(page, requests), "application/geo+json"),
            _ => Results.Bytes(AtomFile.Write(page, requests, words["open_data_title"]), "application/atom+xml; charset=utf-8"),
        };
    }

    private async Task<OpenPage> Page(Filter filter, HttpContext http)
    {
        var categories = filter.Category is { Length: > 0 } code ? matters.Kinds.Where(k => k.Code.StartsWith(code, StringComparison.Ordinal)).Select(k => k.Code).ToList() : [];
        new Faults()
            .If(filter.Category is { Length: > 0 } && categories.Count == 0, "category", "exchange.category_unknown", filter.Category ?? "")
            .If(filter.Area is { Length: > 0 } area && places.Recall(area) is null, "area", "exchange.area_unknown", filter.Area ?? "")
            .If(filter.Size is < 1 or > LargestPage, "size", "exchange.page_size", LargestPage)
            .Throw();
        var found = await matters.Find(new ListedFilter { Area = filter.Area, Categories = categories, After = filter.After, Size = filter.Size ?? LargestPage }, http.RequestAborted);
        var here = http.Request;
        var address = $"{here.Scheme}://{here.Host}{here.PathBase}{here.Path}";
        return new OpenPage(found.Items, address + here.QueryString, found.Next is null ? null : address + Query(filter, found.Next), settings.CurrentValue.Licence);
    }

    private static QueryString Query(Filter filter, string next) => QueryString.Create(new Dictionary<string, string?>
    {
        ["area"] = filter.Area,
        ["category"] = filter.Category,
        ["size"] = filter.Size?.ToString(CultureInfo.InvariantCulture),
        ["after"] = next,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
