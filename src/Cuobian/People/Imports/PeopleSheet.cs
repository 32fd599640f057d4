using System.Globalization;
using System.Resources;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.People.Organisation;

namespace Cuobian.People.Imports;

/// <summary>One kind of sheet about people: what its columns are, what a file would change, and how the same is written out.</summary>
internal abstract class PeopleSheet
{
    /// <summary>Stands in addresses and verbs.</summary>
    public abstract string Name { get; }

    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Columns a file must have; the others may be left out.</summary>
    public abstract IReadOnlyList<string> Needed { get; }

    /// <summary>What one must hold somewhere to use this kind of sheet at all.</summary>
    protected abstract string Permission { get; }

    public bool IsOpenTo(Actor actor) => actor.MaySomewhere(Permission);

    /// <summary>Who may not use this kind at all is told so.</summary>
    public abstract void RequireRight();

    /// <summary>Every fault by row and column, and what would change.</summary>
    public abstract Task<SheetPlan> Check(IReadOnlyList<SheetLine> lines, Faults faults, CancellationToken ct);

    /// <summary>Everything in reach, in the order of the columns.</summary>
    public abstract Task<IReadOnlyList<IReadOnlyList<object?>>> Export(CancellationToken ct);

    /// <summary>After a plan was applied and stored.</summary>
    public virtual Task Settle(CancellationToken ct) => Task.CompletedTask;

    protected static DateOnly? Day(SheetLine line, string column, Faults faults)
    {
        if (line[column].Length == 0) return null;
        // A spreadsheet may store a day with the midnight it begins with.
        var text = line[column].Split('T')[0];
        var day = Days.Read(text);
        faults.If(day is null, line.Field(column), "people.day_malformed", line[column]);
        return day;
    }

    protected static bool Yes(SheetLine line, string column, Faults faults)
    {
        var text = line[column].ToLowerInvariant();
        var yes = text is "是" or "yes" or "true" or "y" or "1";
        faults.If(!yes && text is not ("" or "否" or "no" or "false" or "n" or "0"), line.Field(column), "people.sheet_yes_no", line[column]);
        return yes;
    }

    protected static string? Yes(bool yes) => yes ? "yes" : null;
}

/// <summary>What a sheet would change, and the work that does it; the work tells how many rows it has done.</summary>
internal sealed record SheetPlan(int Added, int Changed, int Unchanged, Func<Action<int>, Task> Apply);

/// <summary>What people sheets have in common: columns are known by their code or by their heading in either language.</summary>
internal static class PeopleShape
{
    public const int MostRows = 20_000;
    private static readonly ResourceManager Words = new("Cuobian.People.Text", typeof(PeopleShape).Assembly);
    private static readonly CultureInfo[] Tongues = [CultureInfo.GetCultureInfo("zh-CN"), CultureInfo.GetCultureInfo("en")];

    public static string Heading(string column) => Words.GetString($"sheet_{column}", CultureInfo.CurrentUICulture) ?? column;

    public static Task<List<SheetLine>> Read(Stream file, PeopleSheet sheet, CancellationToken ct) =>
        new SheetShape(sheet.Columns, sheet.Needed) { MostRows = MostRows, Heading = Heading, Means = Means }.Read(file, ct);

    private static bool Means(string column, string heading) =>
        heading.Equals(column, StringComparison.OrdinalIgnoreCase) || Tongues.Any(tongue => heading.Equals(Words.GetString($"sheet_{column}", tongue), StringComparison.OrdinalIgnoreCase));
}
