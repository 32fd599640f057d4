using System.Globalization;
using Cuobian.Data;
using Cuobian.Matters.Words;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>What everybody may know of a public matter: its kind, its grid, how far it is. Never words, address or photos.</summary>
public sealed record NearbyMatter(
    string Number, MatterState State, string Category, string Place, DateTimeOffset RegisteredAt, DateTimeOffset? Due, int Supporters);

/// <summary>Finds public matters for people who are not staff: what is under way around them, and what may be the same as their own.</summary>
public sealed class FindNearby(CuobianDb db, Categories categories, IPlaces places, TimeProvider time)
{
    private const int Looked = 60;
    private static readonly TimeSpan TwinWindow = TimeSpan.FromDays(14);
    private static readonly MatterState[] UnderWay =
        [MatterState.Dispatched, MatterState.Handling, MatterState.Verifying, MatterState.Feedback, MatterState.Review];

    /// <summary>The newest ones under way in an area (everywhere for an empty code).</summary>
    public async Task<IReadOnlyList<NearbyMatter>> Recent(string area, int most, CancellationToken ct)
    {
        var rows = await Listed(area).Where(m => UnderWay.Contains(m.State)).OrderByDescending(m => m.Id).Take(most).Select(Row).ToListAsync(ct);
        return [.. rows.Select(Tell)];
    }

    /// <summary>Open matters of the last days in one grid, of one of the categories or in words much like these.</summary>
    public async Task<IReadOnlyList<NearbyMatter>> Twins(string grid, IReadOnlyCollection<string> ofCategories, string text, int most, CancellationToken ct)
    {
        var since = time.GetUtcNow() - TwinWindow;
        var rows = await Listed(grid)
            .Where(m => m.RegisteredAt > since && !MatterRules.Ended.Contains(m.State))
            .OrderByDescending(m => m.Id).Take(Looked).Select(Row).ToListAsync(ct);
        var words = FindTwins.Words.Value;
        var own = words.Vector(text);
        return
        [
            .. rows.Select(row => (Row: row, Common: new Common(TwinText.Likeness(own, words.Vector(row.Text)), ofCategories.Contains(row.CategoryCode), SameGrid: true, null)))
                .Where(found => TwinRules.AreTwins(found.Common)).OrderByDescending(found => TwinRules.Rank(found.Common)).Take(most).Select(found => Tell(found.Row)),
        ];
    }

    private IQueryable<Matter> Listed(string area)
    {
        var sensitive = categories.All.Where(c => c.Sensitive).Select(c => c.Code).ToList();
        return db.Matters.AsNoTracking().Within(area)
            .Where(m => m.Visibility == Visibility.Public && m.CategoryCode != null && !sensitive.Contains(m.CategoryCode));
    }

    private static readonly System.Linq.Expressions.Expression<Func<Matter, Found>> Row = m => new Found(
        m.Number, m.State, m.CategoryCode!, m.Area, m.Text, m.RegisteredAt,
        m.Clocks.Where(c => c.Kind == ClockKind.Handle && c.StoppedAt == null).Select(c => c.DueAt).FirstOrDefault(), m.Supporters);

    private NearbyMatter Tell(Found row) => new(row.Number, row.State,
        categories.Find(row.CategoryCode)?.Name(CultureInfo.CurrentUICulture.Name) ?? "", PlaceOf(row.Area), row.RegisteredAt, row.Due, row.Supporters);

    /// <summary>The community and the grid, or whatever smallest area is known.</summary>
    private string PlaceOf(string area) =>
        string.Join(' ', places.Path(area).Where(a => a.Level >= AreaLevel.Community).Select(a => a.Name)) is { Length: > 0 } near
            ? near
            : places.Recall(area)?.Name ?? "";

    private sealed record Found(
        string Number, MatterState State, string CategoryCode, string Area, string Text, DateTimeOffset RegisteredAt, DateTimeOffset? Due, int Supporters);
}
