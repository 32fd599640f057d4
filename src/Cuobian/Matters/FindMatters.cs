using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>How a list of matters is ordered: newest first, or what is due first.</summary>
public enum MatterSort { New, Due }

/// <summary>What a list of matters is narrowed to; every filter has its place in the URL.</summary>
public sealed record MatterFilter
{
    /// <summary>One or several states, separated by commas.</summary>
    public string? State { get; init; }

    /// <summary>An area code; everything below it counts.</summary>
    public string? Area { get; init; }

    public string? Category { get; init; }

    public string? Unit { get; init; }

    public Tier? Tier { get; init; }

    public bool? Overdue { get; init; }

    /// <summary>Words in the text or address, or a number.</summary>
    public string? Text { get; init; }

    public MatterSort Sort { get; init; }

    /// <summary>Where the page before ended.</summary>
    public string? After { get; init; }

    public int? Size { get; init; }
}

/// <summary>One line of a list of matters, for staff.</summary>
public sealed record MatterRow(
    Guid Id, string Number, MatterState State, Tier Tier, Visibility Visibility, string Text, string? CategoryCode, string Area, string? Grid, string? Address,
    string? LeadUnit, int Supporters, DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, DateTimeOffset? NextDueAt);

/// <summary>One page of a list, and where the next one starts.</summary>
public sealed record MatterPage(IReadOnlyList<MatterRow> Items, string? Next);

/// <summary>Lists matters for staff, only what they may read.</summary>
public sealed class FindMatters(CuobianDb db, Actor actor, TimeProvider time)
{
    public const int LargestPage = 200;

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("", async ([AsParameters] MatterFilter filter, FindMatters find, CancellationToken ct) =>
            Results.Ok(await find.Run(filter, ct)))
            .WithSummary("List matters (staff). Keyset pages: pass `next` of one page as `after` of the following.");

    public async Task<MatterPage> Run(MatterFilter filter, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        Check(filter);
        var size = Math.Clamp(filter.Size ?? 50, 1, LargestPage);
        var found = Ordered(Narrowed(filter), filter);
        var rows = await found.Take(size + 1).Select(m => new MatterRow(
            m.Id, m.Number, m.State, m.Tier, m.Visibility, m.Text, m.CategoryCode, m.Area, m.Grid, m.Address,
            m.LeadUnit, m.Supporters, m.RegisteredAt, m.UpdatedAt, m.NextDueAt)).AsNoTracking().ToListAsync(ct);
        var next = rows.Count > size ? Keyset.Of(rows[size - 1]) : null;
        return new MatterPage(rows.Take(size).ToList(), next);
    }

    /// <summary>How many a filter finds, counted no further than needed to say "1000+".</summary>
    public Task<int> Count(MatterFilter filter, CancellationToken ct) => Narrowed(filter).Select(m => m.Id).Take(1000).CountAsync(ct);

    private IQueryable<Matter> Narrowed(MatterFilter filter)
    {
        var states = States(filter.State);
        var found = Readable(db.Matters);
        if (states.Count == 1) found = found.Where(m => m.State == states[0]);
        else if (states.Count > 1) found = found.Where(m => states.Contains(m.State));
        if (filter.Area is { Length: > 0 } area) found = found.Within(area);
        if (filter.Category is { Length: > 0 } category) found = found.Where(m => m.CategoryCode!.StartsWith(category));
        if (filter.Unit is { Length: > 0 } unit) found = found.Where(m => m.LeadUnit == unit);
        if (filter.Tier is { } tier) found = found.Where(m => m.Tier == tier);
        var now = time.GetUtcNow();
        if (filter.Overdue == true) found = found.Where(m => m.NextDueAt < now);
        if (filter.Overdue == false) found = found.Where(m => m.NextDueAt == null || m.NextDueAt >= now);
        if (filter.Text is { Length: > 0 } text) found = WithWords(found, text);
        return found;
    }

    /// <summary>What the grants with the reading permission cover: areas, and units' own matters.</summary>
    private IQueryable<Matter> Readable(IQueryable<Matter> all)
    {
        var grants = actor.Grants.Where(g => g.Permission == MattersPermissions.Read).ToList();
        if (actor.IsSystem || grants.Any(g => g is { Area: "", Unit: null })) return all;
        var shares = grants.Select(g => g.Unit is null ? all.Within(g.Area) : all.Where(m => m.LeadUnit == g.Unit || m.Co.Any(c => c.Unit == g.Unit)).Within(g.Area));
        return shares.Aggregate((one, other) => one.Union(other));
    }

    private static IQueryable<Matter> WithWords(IQueryable<Matter> found, string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (Numbers.IsValid(digits)) return found.Where(m => m.Number == digits);
        return found.Where(m => m.Text.Contains(text) || m.Address!.Contains(text));
    }

    private static IQueryable<Matter> Ordered(IQueryable<Matter> found, MatterFilter filter)
    {
        var after = Keyset.Read(filter.After);
        if (filter.Sort == MatterSort.New)
        {
            if (after is not null) found = found.Where(m => m.Id.CompareTo(after.Id) < 0);
            return found.OrderByDescending(m => m.Id);
        }
        // What has no due time comes last; the bound in front keeps it one range of the index.
        if (after?.Due is { } due)
            found = found.Where(m => m.NextDueAt == null || (m.NextDueAt >= due && (m.NextDueAt > due || m.Id.CompareTo(after.Id) > 0)));
        else if (after is not null)
            found = found.Where(m => m.NextDueAt == null && m.Id.CompareTo(after.Id) > 0);
        return found.OrderBy(m => m.NextDueAt == null).ThenBy(m => m.NextDueAt).ThenBy(m => m.Id);
    }

    /// <summary>A database may refuse what no text has; codes are digits and letters.</summary>
    private static void Check(MatterFilter filter) => new Faults()
        .If(!TextRules.IsPlain(filter.Area), "area", "matters.not_plain")
        .If(!TextRules.IsPlain(filter.Category), "category", "matters.not_plain")
        .If(!TextRules.IsPlain(filter.Unit), "unit", "matters.not_plain")
        .If(!TextRules.IsPlain(filter.Text), "text", "matters.not_plain")
        .AtMost(filter.Text, 200, "text")
        .If(filter.Tier is { } tier && !Enum.IsDefined(tier), "tier", "matters.unknown_tier")
        .Throw();

    private static List<MatterState> States(string? text)
    {
        var states = new List<MatterState>();
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Enum.TryParse<MatterState>(word, ignoreCase: true, out var state) || !char.IsLetter(word[0]))
                throw new Invalid([new Fault("state", "matters.unknown_state", word)]);
            states.Add(state);
        }
        return states;
    }
}

/// <summary>Where a page ended: the due time and the id of its last row.</summary>
internal sealed record Keyset(DateTimeOffset? Due, Guid Id)
{
    public static string Of(MatterRow row) => $"{row.NextDueAt?.UtcTicks}_{row.Id:N}";

    public static Keyset? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var cut = text.IndexOf('_', StringComparison.Ordinal);
        if (cut < 0 || !Guid.TryParseExact(text[(cut + 1)..], "N", out var id)) throw new Invalid([new Fault("after", "matters.bad_page")]);
        if (cut == 0) return new Keyset(null, id);
        if (!long.TryParse(text[..cut], out var ticks) || ticks < 0 || ticks > DateTime.MaxValue.Ticks) throw new Invalid([new Fault("after", "matters.bad_page")]);
        return new Keyset(new DateTimeOffset(ticks, TimeSpan.Zero), id);
    }
}

internal static class MatterScopes
{
    /// <summary>Matters in an area or anything below it, as a range of codes.</summary>
    public static IQueryable<Matter> Within(this IQueryable<Matter> matters, string area)
    {
        if (area.Length == 0) return matters;
        var end = CuobianDb.After(area);
        return matters.Where(m => string.Compare(m.Area, area) >= 0 && string.Compare(m.Area, end) < 0);
    }
}
