namespace Cuobian.Matters.Rules;

/// <summary>A field that differs: before and after.</summary>
public sealed record FieldChange(string Field, string Before, string After);

/// <summary>A row that is new, gone or different.</summary>
public sealed record RowChange(Row? Before, Row? After, IReadOnlyList<FieldChange> Fields)
{
    public string Key => (After ?? Before)!.Key;
}

/// <summary>Compares two versions of the same settings, row by row and field by field.</summary>
internal static class RowChanges
{
    /// <summary>Stands for the place of a row where the order counts.</summary>
    public const string Order = "order";

    public static IReadOnlyList<RowChange> Between(Catalogue catalogue, IReadOnlyList<Row> before, IReadOnlyList<Row> after)
    {
        var old = before.ToDictionary(r => r.Key);
        var now = after.ToDictionary(r => r.Key);
        var moved = catalogue.IsOrdered ? Moved(before, after) : [];
        return
        [
            .. after.Where(r => !old.ContainsKey(r.Key)).Select(r => new RowChange(null, r, [])),
            .. before.Where(r => !now.ContainsKey(r.Key)).Select(r => new RowChange(r, null, [])),
            .. from row in after
               where old.ContainsKey(row.Key)
               let fields = Fields(catalogue, old[row.Key], row, moved)
               where fields.Count > 0
               select new RowChange(old[row.Key], row, fields),
        ];
    }

    private static List<FieldChange> Fields(Catalogue catalogue, Row before, Row after, Dictionary<string, (int Before, int After)> moved)
    {
        var fields = catalogue.Fields.Where(f => before[f.Name] != after[f.Name]).Select(f => new FieldChange(f.Name, before[f.Name], after[f.Name])).ToList();
        if (moved.TryGetValue(after.Key, out var place)) fields.Add(new FieldChange(Order, $"{place.Before}", $"{place.After}"));
        return fields;
    }

    /// <summary>Rows whose place among those that stayed is another one now; the places shown are those in the whole list.</summary>
    private static Dictionary<string, (int Before, int After)> Moved(IReadOnlyList<Row> before, IReadOnlyList<Row> after)
    {
        var places = before.Index().ToDictionary(r => r.Item.Key, r => r.Index + 1);
        var stayed = after.Index().Where(r => places.ContainsKey(r.Item.Key)).Select(r => (r.Item.Key, Before: places[r.Item.Key], After: r.Index + 1)).ToList();
        var rank = stayed.OrderBy(s => s.Before).Select(s => s.Key).Index().ToDictionary(s => s.Item, s => s.Index);
        return stayed.Index().Where(s => rank[s.Item.Key] != s.Index).ToDictionary(s => s.Item.Key, s => (s.Item.Before, s.Item.After));
    }
}
