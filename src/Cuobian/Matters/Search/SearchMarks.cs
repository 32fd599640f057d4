using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters.Search;

/// <summary>
/// Marks that stand among the pairs of a matter: its township, its day, and the eight and the sixty-four days around that. With them the
/// index finds what has a word in a while or in one street without looking at everything else that has it.
/// </summary>
internal static class SearchMarks
{
    private const long MillisecondsOfDay = 86_400_000;
    private const int TownshipDigits = 9;

    /// <summary>How many days a mark stands for, by its letter.</summary>
    private static readonly (char Letter, int Days)[] Spans = [('d', 1), ('w', 8), ('q', 64)];

    /// <summary>Where each stretch begins, from its end.</summary>
    private static readonly ((char Letter, int Days) Mark, Func<int, int> Begin)[] Stretches =
        [(Spans[0], end => end - 2), (Spans[0], end => end / 8 * 8), (Spans[1], end => end / 64 * 64), (Spans[2], end => end - 448)];

    public static IEnumerable<string> Of(Guid matter, string area)
    {
        foreach (var (letter, days) in Spans) yield return $"{letter}{DayOf(matter) / days}";
        if (area.Length >= TownshipDigits) yield return OfTownship(area);
    }

    /// <summary>The day with which an id begins; ids follow time, so days follow the order of lists.</summary>
    public static int DayOf(Guid id) => (int)(Convert.ToInt64(id.ToString("N")[..12], 16) / MillisecondsOfDay);

    public static int DayOf(DateTimeOffset at) => (int)(at.ToUnixTimeMilliseconds() / MillisecondsOfDay);

    /// <summary>The lowest id of a day.</summary>
    public static Guid FirstOf(int day) => Instants.First(DateTimeOffset.FromUnixTimeMilliseconds(day * MillisecondsOfDay));

    /// <summary>Townships outside of which a reader finds nothing; none when that cannot be said.</summary>
    public static IReadOnlyList<string> Reach(Actor actor, string? area)
    {
        if (area is { Length: >= TownshipDigits }) return [OfTownship(area)];
        var grants = actor.Grants.Where(g => g.Permission == MattersPermissions.Read).ToList();
        return grants.TrueForAll(g => g.Area.Length >= TownshipDigits) ? [.. grants.Select(g => OfTownship(g.Area)).Distinct()] : [];
    }

    /// <summary>
    /// All time from a day back, the newest first: two days, then the days, eights and sixty-fours of days before, at last all the rest.
    /// A word that many have fills its list on the first days; so a list costs about what it shows, however many have the word.
    /// </summary>
    public static IEnumerable<SearchDays> Back(int last)
    {
        var end = last + 1;
        foreach (var ((letter, days), begin) in Stretches)
        {
            var from = begin(end);
            if (from == end) continue;
            yield return new SearchDays(end, [.. Enumerable.Range(from / days, (end - from) / days).Select(at => $"{letter}{at}")]);
            end = from;
        }
        yield return new SearchDays(end, []);
    }

    private static string OfTownship(string area) => $"a{area[..TownshipDigits]}";
}

/// <summary>A stretch of time before the beginning of a day, by its marks; without marks it has no beginning.</summary>
internal sealed record SearchDays(int End, IReadOnlyList<string> Marks);
