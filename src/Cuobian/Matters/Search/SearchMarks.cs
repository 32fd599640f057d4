using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters.Search;

/// <summary>
/// Marks that stand among the pairs of a matter: its day and its township. With them the index finds what has a word on some days or in
/// one street without looking at everything else that has it. They are longer than pairs and shorter than fingerprints.
/// </summary>
internal static class SearchMarks
{
    private const long MillisecondsOfDay = 86_400_000;
    private const int TownshipDigits = 9;

    public static IEnumerable<string> Of(Guid matter, string area) => [OfDay(DayOf(matter)), .. area.Length >= TownshipDigits ? [OfTownship(area)] : Array.Empty<string>()];

    /// <summary>The day with which an id begins; ids follow time, so days follow the order of lists.</summary>
    public static int DayOf(Guid id) => (int)(Convert.ToInt64(id.ToString("N")[..12], 16) / MillisecondsOfDay);

    public static int DayOf(DateTimeOffset at) => (int)(at.ToUnixTimeMilliseconds() / MillisecondsOfDay);

    /// <summary>The lowest id of a day.</summary>
    public static Guid FirstOf(int day) => Instants.First(DateTimeOffset.FromUnixTimeMilliseconds(day * MillisecondsOfDay));

    public static string OfDay(int day) => $"d{day}";

    public static string OfTownship(string area) => $"a{area[..TownshipDigits]}";

    /// <summary>Townships outside of which a reader finds nothing; none when that cannot be said.</summary>
    public static IReadOnlyList<string> Reach(Actor actor, string? area)
    {
        if (area is { Length: >= TownshipDigits }) return [OfTownship(area)];
        var grants = actor.Grants.Where(g => g.Permission == MattersPermissions.Read).ToList();
        return grants.TrueForAll(g => g.Area.Length >= TownshipDigits) ? [.. grants.Select(g => OfTownship(g.Area)).Distinct()] : [];
    }
}

/// <summary>
/// Some days in a row, from the newest back. A word that many matters have is found on the first; for others each stretch is eight times as
/// long as the one before, and the last has no beginning. So a list costs about what it shows, however many there are.
/// </summary>
internal sealed record SearchDays(int? First, int Last)
{
    private static readonly int[] Lengths = [1, 8, 64];

    public static IEnumerable<SearchDays> Back(int last)
    {
        foreach (var length in Lengths)
        {
            yield return new SearchDays(last - length + 1, last);
            last -= length;
        }
        yield return new SearchDays(null, last);
    }

    public IReadOnlyList<string> Marks => First is { } first ? [.. Enumerable.Range(first, Last - first + 1).Select(SearchMarks.OfDay)] : [];
}
