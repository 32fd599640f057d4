using System.Globalization;
using System.Security.Cryptography;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters.Pages.Resident;

/// <summary>What somebody has filled in so far on the report page; it survives every error.</summary>
public sealed class ReportSheet
{
    private const int KeyBytes = 16;

    /// <summary>One for each sheet of paper: sent twice, it is stored once.</summary>
    public string Key { get; set; } = NewKey();

    public string Text { get; init; } = "";

    /// <summary>A code, or <see cref="LetUsDecide"/>; null while nobody said anything.</summary>
    public string? Category { get; init; }

    public string? Area { get; private set; }

    public GeoPoint? Point { get; private set; }

    public string Address { get; init; } = "";

    public string Name { get; init; } = "";

    public string Phone { get; init; } = "";

    public bool Private { get; init; }

    /// <summary>Filled in at the counter: the platform that passed it on, and its number.</summary>
    public DivertTarget? From { get; init; }

    public string TheirNumber { get; init; } = "";

    /// <summary>The separate yes for a sensitive kind.</summary>
    public bool Consent { get; init; }

    /// <summary>The hotline that was shown already.</summary>
    public string? Warned { get; init; }

    public List<Guid> Photos { get; init; } = [];

    /// <summary>The category whose questions were on the page.</summary>
    public string? AskedOf { get; init; }

    /// <summary>Answers to those questions, by code.</summary>
    public Dictionary<string, List<string>> Answers { get; init; } = [];

    public bool Sends { get; init; }

    public const string LetUsDecide = "-";

    public string? CategoryCode => Category == LetUsDecide ? null : Category;

    public string? Grid => Area is { Length: 15 } ? Area : null;

    /// <summary>What is asked for, without what only the page needs.</summary>
    public string Asked => string.Join('\n', Text, Category, Area, Point, Address, Name, Phone, Private, Consent, From, TheirNumber, string.Join(',', Photos.Count), string.Join('\n', Answers.Select(a => $"{a.Key}={string.Join(',', a.Value)}")));

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    public static ReportSheet Blank(IPlaces places, string? area, string phone = "") =>
        new() { Area = area is not null && places.Find(area) is { } known ? known.Code : null, Phone = phone };

    public static ReportSheet Read(IFormCollection form, IPlaces places)
    {
        string One(string name) => form[name].ToString();
        var sheet = new ReportSheet
        {
            Key = One("key") is { Length: >= 16 and <= 64 } key ? key : NewKey(),
            Text = One("text"),
            Address = One("address"),
            Name = One("name"),
            Phone = One("phone"),
            Private = One("private") == "1",
            From = Enum.TryParse<DivertTarget>(One("from"), out var sender) && Enum.IsDefined(sender) ? sender : null,
            TheirNumber = One("theirNumber"),
            Consent = One("consent") == "1",
            Warned = One("warned"),
            Sends = One("act") is not "look",
            AskedOf = One("asked") is { Length: > 0 } asked ? asked : null,
            Answers = AnswersIn(form),
            // What the page merely guessed before is guessed anew, unless the sheet is being sent as it is seen.
            Category = One("other") is { Length: > 0 } other ? other : One("category") is { Length: > 0 } chosen && (chosen != One("guessed") || One("act") is not "look") ? chosen : null,
            Photos = [.. form["photo"].Select(id => Guid.TryParse(id, out var file) ? file : Guid.Empty).Where(id => id != Guid.Empty).Distinct()],
        };
        sheet.Place(places, PlaceChoice.Deepest(places, form["area"]), PointOf(One("lat"), One("lon")), One("placed"));
        return sheet;
    }

    /// <summary>A point says the grid, until the person picks another one by hand.</summary>
    private void Place(IPlaces places, string? area, GeoPoint? point, string placed)
    {
        Area = area;
        if (point is not { } at || places.Locate(at) is not { } located) return;
        if (located.Grid.Code == placed && area != placed) return;
        (Area, Point) = (located.Grid.Code, at);
    }

    private static Dictionary<string, List<string>> AnswersIn(IFormCollection form)
    {
        var prefix = Rules.FormAnswers.Field("");
        return form.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(f => f.Key[prefix.Length..], f => f.Value.OfType<string>().Where(v => v.Length > 0).ToList());
    }

    private static GeoPoint? PointOf(string lat, string lon) =>
        double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var north)
        && double.TryParse(lon, NumberStyles.Float, CultureInfo.InvariantCulture, out var east)
        && Coordinates.OnEarth(new GeoPoint(north, east)) ? new GeoPoint(north, east) : null;
}
