using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Tally;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Lists what everybody may know of: public matters of a kind that is not sensitive, once somebody has looked where that is needed.</summary>
internal sealed class ListedMatters(CuobianDb db, Categories categories, GridCentres centres, IPlaces places, IUnits units)
{
    public const int LargestPage = 1000;
    private readonly Dictionary<string, string> names = [];

    public async Task<ListedPage> Find(ListedFilter filter, CancellationToken ct)
    {
        var size = Math.Clamp(filter.Size, 1, LargestPage);
        var rows = await Rows(Paged(Narrowed(filter), filter).Skip(Math.Max(0, filter.Skip)).Take(size + 1)).ToListAsync(ct);
        var next = rows.Count > size ? new ListedKey(rows[size - 1].RegisteredAt, rows[size - 1].Id).ToString() : null;
        return new ListedPage([.. rows.Take(size).Select(Listed)], next);
    }

    public async Task<ListedMatter?> Show(string number, CancellationToken ct) =>
        await Rows(Public().Where(m => m.Number == number)).SingleOrDefaultAsync(ct) is { } row ? Listed(row) : null;

    /// <summary>Those of them that everybody may know of.</summary>
    public async Task<IReadOnlySet<Guid>> Known(IReadOnlyCollection<Guid> matters, CancellationToken ct) =>
        await Public().Where(m => matters.Contains(m.Id)).Select(m => m.Id).ToHashSetAsync(ct);

    /// <summary>Under what a filter's matters stand in the kept figures, which know nothing but kind and state.</summary>
    public IReadOnlyList<string> Keys(ListedFilter filter) =>
    [
        .. from category in categories.All
           where !category.Sensitive && (filter.Categories.Count == 0 || filter.Categories.Contains(category.Code))
           from state in Enum.GetValues<MatterState>()
           where !(PublicWords.IsTriageFirst(category) && PublicWords.Waiting.Contains(state)) && (filter.IsOpen is null || PublicWords.Open.Contains(state) == filter.IsOpen)
           select Fact.PublicKey(category.Code, state),
    ];

    /// <summary>How many a filter finds, by the smallest area known of each.</summary>
    public async Task<IReadOnlyDictionary<string, int>> ByPlace(ListedFilter filter, CancellationToken ct) =>
        await Narrowed(filter).GroupBy(m => m.Area).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>Every entry's id begins with its instant, so a span of time is a range of ids.</summary>
    public async Task<IReadOnlyList<ListedStep>> Steps(DateTimeOffset from, DateTimeOffset until, int atMost, CancellationToken ct)
    {
        Guid first = Instants.First(from), last = Instants.Last(until);
        var steps = db.Set<MatterEntry>().AsNoTracking().Where(e => e.Id.CompareTo(first) >= 0 && e.Id.CompareTo(last) <= 0);
        return await Told(steps).OrderBy(s => s.Id).Take(atMost).Select(s => new ListedStep(s.Id, s.Number, s.Command.ToString(), s.To.ToString(),
            PublicWords.Open.Contains(s.To), s.At)).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<ListedStep>> StepsOf(IReadOnlyCollection<Guid> matters, CancellationToken ct) =>
        await Told(db.Set<MatterEntry>().AsNoTracking().Where(e => matters.Contains(e.MatterId))).OrderBy(s => s.Seq).Select(s => new ListedStep(s.Id, s.Number,
            s.Command.ToString(), s.To.ToString(), PublicWords.Open.Contains(s.To), s.At)).ToListAsync(ct);

    private IQueryable<Step> Told(IQueryable<MatterEntry> entries) =>
        from entry in entries
        where entry.From != entry.To // What moved nothing, such as a request or a warning, is between those who handle it.
        join matter in Public() on entry.MatterId equals matter.Id
        select new Step { Id = entry.Id, Seq = entry.Seq, Number = matter.Number, Command = entry.Command, To = entry.To, At = entry.At };

    private IQueryable<Matter> Public()
    {
        var sensitive = categories.All.Where(c => c.Sensitive).Select(c => c.Code).ToList();
        var triaged = categories.All.Where(PublicWords.IsTriageFirst).Select(c => c.Code).ToList();
        var waiting = PublicWords.Waiting.ToList();
        return db.Matters.AsNoTracking().Where(m => m.Visibility == Visibility.Public && m.CategoryCode != null
            && !sensitive.Contains(m.CategoryCode) && !(triaged.Contains(m.CategoryCode) && waiting.Contains(m.State)));
    }

    private IQueryable<Matter> Narrowed(ListedFilter filter)
    {
        var found = Public();
        if (filter.Numbers.Count > 0) found = found.Where(m => filter.Numbers.Contains(m.Number));
        if (filter.Categories.Count > 0) found = found.Where(m => filter.Categories.Contains(m.CategoryCode!));
        if (filter.Area is { Length: > 0 } area) found = found.Within(area);
        var open = PublicWords.Open.ToList();
        if (filter.IsOpen is { } isOpen) found = found.Where(m => open.Contains(m.State) == isOpen);
        if (filter.From is { } from) found = found.Where(m => m.RegisteredAt >= from);
        if (filter.Until is { } until) found = found.Where(m => m.RegisteredAt <= until);
        if (filter.UpdatedFrom is { } updatedFrom) found = found.Where(m => m.UpdatedAt >= updatedFrom);
        if (filter.UpdatedUntil is { } updatedUntil) found = found.Where(m => m.UpdatedAt <= updatedUntil);
        return filter.Box is { } box ? Within(found, box) : found;
    }

    /// <summary>By the point that is shown: a box around anything finer would give the hidden place away.</summary>
    private IQueryable<Matter> Within(IQueryable<Matter> found, GeoBox box)
    {
        var parts = categories.All.Where(c => c.Kind == CategoryKind.Part).Select(c => c.Code).ToList();
        var grids = centres.Inside(box);
        return found.Where(m => parts.Contains(m.CategoryCode!) && m.Lat != null
            ? m.Lat >= box.South && m.Lat <= box.North && m.Lon >= box.West && m.Lon <= box.East
            : m.Grid != null && grids.Contains(m.Grid));
    }

    private static IQueryable<Matter> Paged(IQueryable<Matter> found, ListedFilter filter)
    {
        if (ListedKey.Read(filter.After) is var (at, id)) found = found.Where(m => m.RegisteredAt < at || (m.RegisteredAt == at && m.Id.CompareTo(id) < 0));
        return found.OrderByDescending(m => m.RegisteredAt).ThenByDescending(m => m.Id);
    }

    private IQueryable<Row> Rows(IQueryable<Matter> found) => Rows(found, db.Matters);

    private static IQueryable<Row> Rows(IQueryable<Matter> found, IQueryable<Matter> all) => found.Select(m => new Row(
        m.Id, m.Number, m.State, m.Outcome, m.CategoryCode!, m.Area, m.Grid, m.Lat, m.Lon, m.LeadUnit, m.Supporters, m.RegisteredAt, m.UpdatedAt, m.ClosedAt,
        m.Clocks.Where(c => c.Kind == ClockKind.Handle).OrderByDescending(c => c.StartedAt).Select(c => c.DueAt).FirstOrDefault(),
        all.Where(root => root.Id == m.MergedInto && root.Visibility == Visibility.Public).Select(root => root.Number).FirstOrDefault()));

    private ListedMatter Listed(Row row)
    {
        var category = categories.Find(row.Category)!;
        var name = category.Name(CultureInfo.CurrentUICulture.Name);
        var isOpen = PublicWords.Open.Contains(row.State);
        var place = PlaceName(row.Area);
        var centre = centres.Of(row.Grid);
        return new ListedMatter(row.Id, row.Number, row.State.ToString(), isOpen, isOpen ? null : row.Outcome?.ToString())
        {
            Category = row.Category,
            CategoryName = name,
            Description = PublicWords.Describe(name, place),
            Area = row.Area,
            AreaName = place,
            Unit = row.Unit is null ? null : units.Recall(row.Unit)?.Name ?? row.Unit,
            Point = category.Kind == CategoryKind.Part && row is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(lat, lon) : centre,
            GridCentre = centre,
            Supporters = row.Supporters,
            RegisteredAt = row.RegisteredAt,
            UpdatedAt = row.UpdatedAt,
            ClosedAt = row.ClosedAt,
            Due = row.Due,
            DuplicateOf = row.MergedInto,
        };
    }

    /// <summary>Township, community and grid; whatever of them is known.</summary>
    private string PlaceName(string area)
    {
        if (names.TryGetValue(area, out var known)) return known;
        return names[area] = string.Join(' ', places.Path(area).Where(a => a.Level >= AreaLevel.Township).Select(a => a.Name));
    }

    /// <summary>Filled by name, so that the database can still sort by its members.</summary>
    private sealed record Step
    {
        public Guid Id { get; init; }
        public int Seq { get; init; }
        public string Number { get; init; } = "";
        public MatterCommand Command { get; init; }
        public MatterState To { get; init; }
        public DateTimeOffset At { get; init; }
    }

    private sealed record Row(
        Guid Id, string Number, MatterState State, Outcome? Outcome, string Category, string Area, string? Grid, double? Lat, double? Lon,
        string? Unit, int Supporters, DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, DateTimeOffset? Due, string? MergedInto);
}

/// <summary>Where a public page ended.</summary>
internal sealed record ListedKey(DateTimeOffset At, Guid Id)
{
    public static ListedKey? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return text.Split('_') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var guid)
            ? new ListedKey(new DateTimeOffset(at, TimeSpan.Zero), guid)
            : throw new Invalid([new Fault("after", "matters.bad_page")]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}_{Id:N}");
}
