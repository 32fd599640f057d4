using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Search;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cuobian.Matters;

/// <summary>How a list of matters is ordered: newest first, or what is due first.</summary>
public enum MatterSort { New, Due }

/// <summary>The standing views of the queue; counts and lists ask the same question.</summary>
public enum QueueView { All, Mine, Triage, Soon, Overdue, Verify }

/// <summary>What a list of matters is narrowed to; every filter has its place in the URL.</summary>
public sealed record MatterFilter
{
    public QueueView View { get; init; }

    /// <summary>One or several states, separated by commas.</summary>
    public string? State { get; init; }

    /// <summary>An area code; everything below it counts.</summary>
    public string? Area { get; init; }

    public string? Category { get; init; }

    public string? Unit { get; init; }

    public Tier? Tier { get; init; }

    public bool? Overdue { get; init; }

    /// <summary>Words in the text, address or answer, or a number.</summary>
    public string? Text { get; init; }

    /// <summary>Registered on this day (in China) or later.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Closed on this day or later.</summary>
    public DateOnly? ClosedSince { get; init; }

    /// <summary>Handled, in time or late, on this day or later.</summary>
    public DateOnly? HandledSince { get; init; }

    /// <summary>Rated, and not closed before this day.</summary>
    public DateOnly? RatedSince { get; init; }

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
    private static readonly MatterState[] Timed = [MatterState.Triage, MatterState.Dispatched, MatterState.Handling, MatterState.Verifying, MatterState.Review];

    /// <summary>What is due within this time is due soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(4);

    /// <summary>The filter as it stands in a URL: words of the API in any case.</summary>
    public sealed record Query
    {
        public string? State { get; init; }
        public string? Area { get; init; }
        public string? Category { get; init; }
        public string? Unit { get; init; }
        public string? Tier { get; init; }
        public bool? Overdue { get; init; }
        public string? Text { get; init; }
        public string? Sort { get; init; }
        public string? After { get; init; }
        public int? Size { get; init; }

        public MatterFilter ToFilter() => new()
        {
            State = State,
            Area = Area,
            Category = Category,
            Unit = Unit,
            Tier = Word<Tier>(Tier, "tier", "matters.unknown_tier"),
            Overdue = Overdue,
            Text = Text,
            Sort = Word<MatterSort>(Sort, "sort", "matters.unknown_sort") ?? MatterSort.New,
            After = After,
            Size = Size,
        };
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("", async ([AsParameters] Query query, FindMatters find, CancellationToken ct) =>
            Results.Ok(await find.Run(query.ToFilter(), ct)))
            .WithSummary("List matters (staff). Keyset pages: pass `next` of one page as `after` of the following.");

    public async Task<MatterPage> Run(MatterFilter filter, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        Check(filter);
        var size = Math.Clamp(filter.Size ?? 50, 1, LargestPage);
        var after = Keyset.Read(filter.After);
        var rows = filter.Sort == MatterSort.New ? await Newest(filter, after, size + 1, ct) : await DueFirst(Narrowed(filter), after, size + 1, ct);
        var next = rows.Count > size ? Keyset.Of(rows[size - 1]) : null;
        return new MatterPage(rows.Take(size).ToList(), next);
    }

    public const int MostCounted = 1000;

    /// <summary>How many a filter finds, counted no further than needed to say "1000+".</summary>
    public Task<int> Count(MatterFilter filter, CancellationToken ct) => Narrowed(filter).Select(m => m.Id).Take(MostCounted).CountAsync(ct);

    /// <summary>How many a filter finds in each grid, and how many of them are overdue. Where the grid is known it is the area, which the index of states has.</summary>
    public async Task<IReadOnlyDictionary<string, GridLoad>> ByGrid(MatterFilter filter, CancellationToken ct)
    {
        var (now, digits) = (time.GetUtcNow(), AreaCode.DigitsOf(AreaLevel.Grid));
        return await All(filter).Where(m => m.Area.Length == digits).GroupBy(m => m.Area)
            .Select(g => new { g.Key, All = g.Count(), Late = g.Count(m => m.NextDueAt < now) }).ToDictionaryAsync(g => g.Key, g => new GridLoad(g.All, g.Late), ct);
    }

    /// <summary>Everything a filter finds that the actor may read.</summary>
    internal IQueryable<Matter> All(MatterFilter filter)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        Check(filter);
        return Narrowed(filter);
    }

    /// <summary>The numbers of everything a filter finds, newest first, up to a limit.</summary>
    public Task<List<string>> Numbers(MatterFilter filter, int atMost, CancellationToken ct) =>
        All(filter).OrderByDescending(m => m.Id).Select(m => m.Number).Take(atMost).ToListAsync(ct);

    private IQueryable<Matter> Narrowed(MatterFilter filter, SearchDays? days = null)
    {
        var states = States(filter.State);
        var found = db.Matters.Readable(actor);
        if (states.Count == 1) found = found.Where(m => m.State == states[0]);
        else if (states.Count > 1) found = found.Where(m => states.Contains(m.State));
        if (filter.Area is { Length: > 0 } area) found = found.Within(area);
        if (filter.Category is { Length: > 0 } category) found = found.Where(m => m.CategoryCode!.StartsWith(category));
        if (filter.Unit is { Length: > 0 } unit) found = found.Where(m => m.LeadUnit == unit);
        if (filter.Tier is { } tier) found = found.Where(m => m.Tier == tier);
        var now = time.GetUtcNow();
        found = InTime(InView(found, filter.View, now), filter);
        if (filter.Overdue == true) found = found.Where(m => m.NextDueAt < now);
        if (filter.Overdue == false) found = found.Where(m => m.NextDueAt == null || m.NextDueAt >= now);
        return filter.Text is { Length: > 0 } text ? WithWords(found, text, filter.Area, days) : found;
    }

    /// <summary>Matters whose running clock has no due time because the calendar of a year is missing.</summary>
    public Task<int> CountWithoutDue(CancellationToken ct) =>
        db.Matters.Readable(actor).Where(m => m.NextDueAt == null && Timed.Contains(m.State)).Select(m => m.Id).Take(MostCounted).CountAsync(ct);

    private IQueryable<Matter> InView(IQueryable<Matter> found, QueueView view, DateTimeOffset now) => view switch
    {
        QueueView.All => found,
        QueueView.Mine => found.ToDoFor(actor, now),
        QueueView.Triage => found.Where(m => m.State == MatterState.Triage),
        QueueView.Soon => found.Where(m => m.NextDueAt >= now && m.NextDueAt < now + Soon),
        QueueView.Overdue => found.Where(m => m.NextDueAt < now),
        QueueView.Verify => found.Where(m => m.State == MatterState.Verifying),
    };

    private static IQueryable<Matter> InTime(IQueryable<Matter> found, MatterFilter filter)
    {
        if (Start(filter.Since) is { } since) found = found.Where(m => m.RegisteredAt >= since);
        if (Start(filter.ClosedSince) is { } closed) found = found.Where(m => m.ClosedAt >= closed);
        if (Start(filter.HandledSince) is { } handled) found = found.Where(m => m.Clocks.Any(c => c.Kind == ClockKind.Handle && c.StoppedAt >= handled));
        if (Start(filter.RatedSince) is { } rated) found = found.Where(m => m.RatedSatisfied != null && (m.ClosedAt == null || m.ClosedAt >= rated));
        return found;
    }

    private static DateTimeOffset? Start(DateOnly? day) => day is { } date ? new DateTimeOffset(date, default, WorkCalendar.Zone).ToUniversalTime() : null;

    /// <summary>A whole number, or every word somewhere in number, text, address or answer; a single character is too little for the index.</summary>
    private IQueryable<Matter> WithWords(IQueryable<Matter> found, string text, string? area, SearchDays? days)
    {
        if (NumberIn(text) is { } number) return found.Where(m => m.Number == number);
        if (!SearchIndex.Suits(text)) return found.Where(m => m.Text.Contains(text));
        var ids = SearchIndex.Find(db, text, SearchMarks.Reach(actor, area), days?.Marks ?? []);
        return found.Where(m => ids.Contains(m.Id));
    }

    private static string? NumberIn(string text) => string.Concat(text.Where(char.IsAsciiDigit)) is var digits && Matters.Numbers.IsValid(digits) ? digits : null;

    private async Task<List<MatterRow>> Newest(MatterFilter filter, Keyset? after, int size, CancellationToken ct)
    {
        var rows = new List<MatterRow>();
        foreach (var days in Stretches(filter, after))
        {
            var found = Narrowed(filter, days);
            if (after is not null) found = found.Where(m => m.Id.CompareTo(after.Id) < 0);
            if (days is { Marks: [], End: var day } && SearchMarks.FirstOf(day) is var end) found = found.Where(m => m.Id.CompareTo(end) < 0);
            rows.AddRange(await Rows(found.OrderByDescending(m => m.Id), size - rows.Count, ct));
            if (rows.Count == size) break;
        }
        return rows;
    }

    /// <summary>A list without words is read in one go; words are looked for from the newest day back. Another server's clock may be a little ahead.</summary>
    private IReadOnlyList<SearchDays?> Stretches(MatterFilter filter, Keyset? after)
    {
        if (filter.Text is not { Length: > 0 } text || NumberIn(text) is not null || !SearchIndex.Suits(text)) return [null];
        return [.. SearchMarks.Back(after is null ? SearchMarks.DayOf(time.GetUtcNow()) + 1 : SearchMarks.DayOf(after.Id))];
    }

    /// <summary>What has no due time comes after what has one: two questions, each answered in the order of an index.</summary>
    private async Task<List<MatterRow>> DueFirst(IQueryable<Matter> found, Keyset? after, int size, CancellationToken ct)
    {
        var rows = after is { Due: null } ? [] : await Due(found.Where(m => m.NextDueAt != null), after, size, ct);
        if (rows.Count == size) return rows;
        var rest = found.Where(m => m.NextDueAt == null);
        if (after is { Due: null }) rest = rest.Where(m => m.Id.CompareTo(after.Id) > 0);
        return [.. rows, .. await Rows(rest.OrderBy(m => m.Id), size - rows.Count, ct)];
    }

    /// <summary>The bound in front keeps it one range of the index.</summary>
    private Task<List<MatterRow>> Due(IQueryable<Matter> found, Keyset? after, int size, CancellationToken ct)
    {
        if (after?.Due is { } due) found = found.Where(m => m.NextDueAt >= due && (m.NextDueAt > due || m.Id.CompareTo(after.Id) > 0));
        return Rows(found.OrderBy(m => m.NextDueAt).ThenBy(m => m.Id), size, ct);
    }

    private async Task<List<MatterRow>> Rows(IQueryable<Matter> found, int size, CancellationToken ct)
    {
        var rows = await found.Take(size).Select(m => new MatterRow(
            m.Id, m.Number, m.State, m.Tier, m.Visibility, m.Text, m.CategoryCode, m.Area, m.Grid, m.SealedAddress,
            m.LeadUnit, m.Supporters, m.RegisteredAt, m.UpdatedAt, m.NextDueAt)).AsNoTracking().ToListAsync(ct);
        return [.. rows.Select(row => row with { Address = Matter.OpenAddress(db.GetService<Sealer>(), row.Id, row.Address) })];
    }

    /// <summary>A database may refuse what no text has; codes are digits and letters.</summary>
    private static void Check(MatterFilter filter) => new Faults()
        .If(!TextRules.IsPlain(filter.Area), "area", "matters.not_plain")
        .If(!TextRules.IsPlain(filter.Category), "category", "matters.not_plain")
        .If(!TextRules.IsPlain(filter.Unit), "unit", "matters.not_plain")
        .If(!TextRules.IsPlain(filter.Text), "text", "matters.not_plain")
        .AtMost(filter.Text, 200, "text")
        .Throw();

    private static List<MatterState> States(string? text)
    {
        var states = new List<MatterState>();
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            states.Add(Word<MatterState>(word, "state", "matters.unknown_state")!.Value);
        return states;
    }

    private static T? Word<T>(string? word, string field, string code) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(word)) return null;
        return Enum.TryParse<T>(word, ignoreCase: true, out var known) && char.IsLetter(word[0]) ? known : throw new Invalid([new Fault(field, code, word)]);
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
