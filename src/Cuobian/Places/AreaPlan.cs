using Cuobian.Kernel;

namespace Cuobian.Places;

/// <summary>What an area file changes: which codes are new, get another name, or end.</summary>
internal sealed record AreaPlan(IReadOnlyList<AreaRow> Added, IReadOnlyList<AreaRow> Renamed, IReadOnlyList<AreaEnd> Ended, int Unchanged)
{
    public static AreaPlan Make(AreaList file, IReadOnlyDictionary<string, AreaVersion> today, bool keepMissing, List<Fault> faults)
    {
        var rows = file.Rows;
        var listed = rows.Where(r => r.Successor is null).ToDictionary(r => r.Code);
        var ended = rows.Where(r => r.Successor is not null).Select(r => new AreaEnd(r.Code, r.Successor)).ToList();
        var over = ended.Select(e => e.Code).ToHashSet();
        if (!keepMissing)
            ended.AddRange(Missing(file, today).Where(over.Add).Order(StringComparer.Ordinal).Select(code => new AreaEnd(code, null)));

        bool Lives(string code) => !over.Contains(code) && (file.Codes.Contains(code) || today.ContainsKey(code));
        foreach (var row in rows)
        {
            if (row.Successor is null && row.Parent is not null && !Lives(row.Parent))
                faults.Add(new Fault(row.Line.Field("parent"), "places.parent_unknown", row.Parent));
            if (row.Successor is not null && (!Lives(row.Successor) || row.Successor.Length != row.Code.Length))
                faults.Add(new Fault(row.Line.Field("successor"), "places.successor_unknown", row.Successor));
        }

        var added = listed.Values.Where(r => !today.ContainsKey(r.Code)).ToList();
        var renamed = listed.Values.Where(r => today.TryGetValue(r.Code, out var was) && was.Name != r.Name).ToList();
        return new AreaPlan(added, renamed, [.. ended.Where(e => today.ContainsKey(e.Code))], listed.Count - added.Count - renamed.Count);
    }

    /// <summary>Codes known today that lie in what the file covers, but are not in it.</summary>
    private static IEnumerable<string> Missing(AreaList file, IReadOnlyDictionary<string, AreaVersion> today)
    {
        var covers = Covers(file.Rows);
        return today.Keys.Where(code => !file.Codes.Contains(code) && covers.Any(cover => code.StartsWith(cover, StringComparison.Ordinal)));
    }

    /// <summary>
    /// What a file is a complete list of: the deepest area that all its lines lie in or above. A city's file names its
    /// province too, but says nothing about the other cities; a file of a few villages alone is complete for nothing else.
    /// </summary>
    internal static List<string> Covers(IReadOnlyList<AreaRow> listed)
    {
        List<string> covers = [];
        foreach (var level in listed.GroupBy(r => r.Level).OrderBy(g => g.Key))
        {
            var codes = level.Select(r => r.Code).ToList();
            if (codes.Count > 1) return covers.Count > 0 ? covers : codes;
            if (listed.Any(r => r.Level > level.Key && !r.Code.StartsWith(codes[0], StringComparison.Ordinal))) return covers;
            covers = codes;
        }
        return covers;
    }
}

/// <summary>An area code that ends, and the one that takes over if the file says so.</summary>
internal sealed record AreaEnd(string Code, string? Successor);
