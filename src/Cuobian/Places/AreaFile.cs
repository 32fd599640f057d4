using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Places;

/// <summary>One good line of an area file; with a successor it says that the code has ended.</summary>
internal sealed record AreaRow(SheetLine Line, string Code, string Name, AreaLevel Level, string? Parent, string? Successor);

/// <summary>The good lines of an area file, and every code written in it, also on bad lines: a bad line is one fault, not one for each line below it.</summary>
internal sealed record AreaList(IReadOnlyList<AreaRow> Rows, IReadOnlySet<string> Codes);

/// <summary>Reads an area file (<c>code,name,level,parent</c> and perhaps <c>successor</c>); what a line alone can get wrong becomes a fault.</summary>
internal static class AreaFile
{
    private static readonly SheetShape Shape = new(["code", "name", "level", "parent", "successor"], ["code", "name", "level", "parent"]);

    private static readonly Dictionary<string, AreaLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["province"] = AreaLevel.Province,
        ["city"] = AreaLevel.City,
        ["county"] = AreaLevel.County,
        ["township"] = AreaLevel.Township,
        ["village"] = AreaLevel.Community,
        ["community"] = AreaLevel.Community,
    };

    public static async Task<AreaList> Read(Stream file, List<Fault> faults, CancellationToken ct)
    {
        var rows = new List<AreaRow>();
        var seen = new Dictionary<string, int>();
        foreach (var line in await Shape.Read(file, ct))
        {
            var before = faults.Count;
            var level = LevelOf(line, faults);
            CheckCode(line, level, faults);
            PlaceName.Check(line["name"], line.Field("name"), faults);
            if (line["code"].Length > 0 && !seen.TryAdd(line["code"], line.Number))
                faults.Add(new Fault(line.Field("code"), "places.code_duplicate", line["code"], seen[line["code"]]));
            if (faults.Count > before) continue;
            rows.Add(new AreaRow(line, line["code"], line["name"], level!.Value, line.Text("parent"), line.Text("successor")));
        }
        return new AreaList(rows, seen.Keys.ToHashSet());
    }

    private static AreaLevel? LevelOf(SheetLine line, List<Fault> faults)
    {
        if (Levels.TryGetValue(line["level"], out var level)) return level;
        faults.Add(line["level"].Length == 0
            ? new Fault(line.Field("level"), "required")
            : new Fault(line.Field("level"), "places.level_unknown", line["level"]));
        return null;
    }

    private static void CheckCode(SheetLine line, AreaLevel? level, List<Fault> faults)
    {
        var code = line["code"];
        if (code.Length == 0) faults.Add(new Fault(line.Field("code"), "required"));
        else if (level is null ? AreaCode.LevelOf(code) is null or AreaLevel.Grid : AreaCode.LevelOf(code) != level)
            faults.Add(level is null
                ? new Fault(line.Field("code"), "places.code_malformed", code)
                : new Fault(line.Field("code"), "places.code_digits", code, AreaCode.DigitsOf(level.Value)));
        else if ((AreaCode.ParentOf(code) ?? "") != line["parent"])
            faults.Add(new Fault(line.Field("parent"), "places.parent_wrong", code, AreaCode.ParentOf(code) ?? "–", line["parent"]));
    }
}
