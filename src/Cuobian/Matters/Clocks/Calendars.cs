using System.Collections.Concurrent;
using System.Reflection;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Rules;
using Cuobian.Web.Components;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters.Clocks;

/// <summary>Holds the working calendar in memory, version by version; a matter keeps the one it began with.</summary>
public sealed class Calendars(OpeningHours hours, TimeProvider time) : Catalogue<CalendarBook>(CatalogueKind.Calendar)
{
    private readonly ConcurrentDictionary<int, WorkCalendar> pinned = [];
    private volatile WorkCalendar current = new(hours, [], []);

    public WorkCalendar Current => current;

    /// <summary>The calendar of a version. A year that it did not know yet is taken from the first later one that does: new knowledge is no change.</summary>
    public WorkCalendar For(int version) => version == Number || Find(version) is null ? Current : pinned.GetOrAdd(version, Build);

    /// <summary>Loads again when somebody else, such as the command line or another node, changed the days.</summary>
    public Task Refresh(CuobianDb db, CancellationToken ct) => Load(db, ct);

    /// <summary>Years that clocks will need soon and that nobody has loaded: staff must be told.</summary>
    public IReadOnlyList<int> Missing(DateTimeOffset now, int monthsAhead = 3)
    {
        var local = now.ToOffset(WorkCalendar.Zone);
        var last = local.AddMonths(monthsAhead).Year;
        return [.. Enumerable.Range(local.Year, last - local.Year + 1).Except(current.Years)];
    }

    /// <summary>Publishes the years that ship with the product, unless they are there already: an imported correction stays.</summary>
    public override async Task Seed(CuobianDb db, CancellationToken ct)
    {
        await Load(db, ct);
        var years = new Dictionary<int, IReadOnlyList<Day>>(Book.Years);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Clocks.Seed.", StringComparison.Ordinal)))
        {
            await using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (year, days) in await CalendarFile.Read(file, new Faults(), ct)) years.TryAdd(year, days);
        }
        if (years.Count > Book.Years.Count) await Publish(db, Book with { Years = years }, "shipped", ct);
    }

    /// <summary>Writes a version that came over the command line.</summary>
    public Task<int> Publish(CuobianDb db, CalendarBook book, string note, CancellationToken ct) => Publish(db, [.. book.ToRows()], note, time.GetUtcNow(), ct);

    public override string Permission => MattersPermissions.Calendar;

    public override IReadOnlyList<RowField> Fields => CalendarBook.Fields;

    public override CalendarBook Parse(IReadOnlyList<Row> rows, Faults faults) => CalendarBook.Read(rows, faults);

    public override IReadOnlyList<Choice> Choices(string field, IStringLocalizer<Text> words) => field == "kind" ? Named<CalendarRowKind>("kind", words) : [];

    public override string TitleOf(Row row, IStringLocalizer<Text> words) =>
        row.Key == CalendarBook.HoursKey ? words["settings_choice_kind_Hours"] : $"{row.Key} {row["name"]}";

    public override string? GroupOf(Row row, IStringLocalizer<Text> words) => row.Key.Length == 10 ? row.Key[..4] : null;

    /// <summary>The yearly announcement, as the command line takes it.</summary>
    public override async Task<List<Row>?> ReadForeign(Stream file, CancellationToken ct)
    {
        var years = await CalendarFile.Read(file, new Faults(), ct);
        return [.. new CalendarBook(null, years.ToDictionary(y => y.Key, y => (IReadOnlyList<Day>)y.Value)).ToRows()];
    }

    protected override void Loaded()
    {
        pinned.Clear();
        current = Build(Number);
    }

    private WorkCalendar Build(int version)
    {
        var years = new SortedDictionary<int, IReadOnlyList<Day>>(Find(version)!.Years.ToDictionary());
        foreach (var (_, later) in Books.Where(b => b.Key > version))
            foreach (var (year, days) in later.Years) years.TryAdd(year, days);
        return new WorkCalendar(Find(version)!.Hours is { } own ? OpeningHours.Parse(own) : hours, years.Keys, years.Values.SelectMany(d => d));
    }
}
