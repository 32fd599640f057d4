using System.Collections.Immutable;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Web.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters.Rules;

/// <summary>The settings that are edited as a draft and published as numbered versions.</summary>
public enum CatalogueKind { Rules, Categories, Questions, Templates, Calendar }

/// <summary>One kind of settings: its columns, what a right row is, and all published versions in memory.</summary>
public abstract class Catalogue(CatalogueKind kind)
{
    /// <summary>Tells every node that a version was published.</summary>
    public static readonly Signal Changed = new("settings", "");

    public CatalogueKind Kind { get; } = kind;

    /// <summary>Whoever changes it holds this for the whole house.</summary>
    public virtual string Permission => MattersPermissions.Settings;

    /// <summary>Does the order of the rows mean something?</summary>
    public virtual bool IsOrdered => false;

    /// <summary>The row's key is a number that we give.</summary>
    public virtual bool NumbersRows => false;

    /// <summary>The form of a key: its longest length.</summary>
    public virtual int LongestKey => 40;

    public abstract IReadOnlyList<RowField> Fields { get; }

    /// <summary>The number of the newest version; none has 0.</summary>
    public abstract int Number { get; }

    /// <summary>The next number for a row, never one that was published before.</summary>
    public virtual int NextKey(IEnumerable<Row> rows) => 0;

    /// <summary>What may be chosen for a field.</summary>
    public virtual IReadOnlyList<Choice> Choices(string field, IStringLocalizer<Text> words) => [];

    /// <summary>A value as people read it.</summary>
    public virtual string Say(string field, string value, IStringLocalizer<Text> words) =>
        Choices(field, words).FirstOrDefault(c => c.Value == value)?.Label ?? value;

    public abstract string TitleOf(Row row, IStringLocalizer<Text> words);

    /// <summary>The heading a row stands under.</summary>
    public virtual string? GroupOf(Row row, IStringLocalizer<Text> words) => null;

    /// <summary>Rows in the file of somebody else that this kind understands too; null when it is none.</summary>
    public virtual Task<List<Row>?> ReadForeign(Stream file, CancellationToken ct) => Task.FromResult<List<Row>?>(null);

    /// <summary>Finds everything wrong with the rows.</summary>
    public abstract void Check(IReadOnlyList<Row> rows, Faults faults);

    /// <summary>Takes versions that were published since into memory.</summary>
    public abstract Task Load(CuobianDb db, CancellationToken ct);

    /// <summary>Publishes what ships with the product, when nothing is there yet.</summary>
    public virtual Task Seed(CuobianDb db, CancellationToken ct) => Task.CompletedTask;

    public static string Code(CatalogueKind kind) => kind.ToString().ToLowerInvariant();

    protected static IReadOnlyList<Choice> Named<T>(string field, IStringLocalizer<Text> words) where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => new Choice(name, words[$"settings_choice_{field}_{name}"]))];
}

/// <summary>A kind of settings whose versions are read into books of their own type.</summary>
public abstract class Catalogue<TBook>(CatalogueKind kind) : Catalogue(kind) where TBook : class
{
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<int, TBook> books = ImmutableSortedDictionary<int, TBook>.Empty;
    private volatile Newest newest = new(0, null);

    public override int Number => newest.Number;

    /// <summary>The newest version; an empty book before the first.</summary>
    public TBook Book => newest.Book ?? (newest = new(0, Parse([], new Faults()))).Book!;

    public ImmutableSortedDictionary<int, TBook> Books => books;

    /// <summary>The version with this number; null when this node does not know it.</summary>
    public TBook? Find(int number) => books.GetValueOrDefault(number);

    public override void Check(IReadOnlyList<Row> rows, Faults faults)
    {
        var seen = new HashSet<string>();
        foreach (var row in rows)
        {
            var reader = new RowReader(row, faults);
            reader.If(row.Key.Length == 0 || row.Key.Length > LongestKey || row.Key.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)), Row.KeyColumn, "matters.settings_bad_key", LongestKey)
                .If(!seen.Add(row.Key), Row.KeyColumn, "matters.settings_twice", row.Key);
            reader.CheckForm(Fields);
            foreach (var unknown in row.Values.Keys.Except(Fields.Select(f => f.Name))) reader.If(true, unknown, "matters.settings_unknown_field", unknown);
        }
        Parse(rows, faults);
    }

    /// <summary>Reads rows; one that cannot be read adds its faults and is left out.</summary>
    public abstract TBook Parse(IReadOnlyList<Row> rows, Faults faults);

    public override async Task Load(CuobianDb db, CancellationToken ct)
    {
        var last = newest.Number;
        var fresh = await db.Set<CatalogueVersion>().AsNoTracking().Where(v => v.Kind == Kind && v.Number > last).OrderBy(v => v.Number).ToListAsync(ct);
        if (fresh.Count == 0) return;
        lock (gate)
        {
            foreach (var version in fresh.Where(v => v.Number > newest.Number))
            {
                var book = Settle(Parse(Rows.Read(version.Content) ?? [], new Faults()), newest.Book);
                books = books.SetItem(version.Number, book);
                newest = new(version.Number, book);
            }
            Loaded();
        }
    }

    /// <summary>May share with the version before what did not change.</summary>
    protected virtual TBook Settle(TBook book, TBook? before) => book;

    protected virtual void Loaded() { }

    /// <summary>Publishes the rows that ship in a file of <c>Rules/Seed</c>, where there are none.</summary>
    protected async Task SeedOnce(CuobianDb db, string file, DateTimeOffset at, CancellationToken ct)
    {
        if (await db.Set<CatalogueVersion>().AnyAsync(v => v.Kind == Kind, ct)) return;
        using var shipped = new StreamReader(typeof(Rows).Assembly.GetManifestResourceStream($"Cuobian.Matters.Rules.Seed.{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded."));
        await Publish(db, Rows.Read(await shipped.ReadToEndAsync(ct))!, "shipped", at, ct);
    }

    /// <summary>Writes a version that ships with the product or comes from the command line; answers its number.</summary>
    protected async Task<int> Publish(CuobianDb db, IReadOnlyList<Row> rows, string note, DateTimeOffset at, CancellationToken ct)
    {
        var last = await db.Set<CatalogueVersion>().Where(v => v.Kind == Kind).MaxAsync(v => (int?)v.Number, ct) ?? 0;
        db.Add(new CatalogueVersion { Kind = Kind, Number = last + 1, Content = Rows.Write(rows), Note = note, PublishedAt = at });
        await db.SaveChangesAsync(ct);
        return last + 1;
    }

    private sealed record Newest(int Number, TBook? Book);
}
