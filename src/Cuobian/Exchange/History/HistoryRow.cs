using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.Exchange.History;

/// <summary>What a row says once it was understood: its key and the matter, or what is wrong with it.</summary>
internal sealed record HistoryRow(int Number, string Key, PastMatter? Matter, IReadOnlyList<HistoryRow.Trouble> Troubles)
{
    public sealed record Trouble(string Column, string Code, string Value, bool Fatal);
}

/// <summary>Understands the rows of one sheet through one map.</summary>
internal sealed class RowReader
{
    private const int LongestText = 10_000;
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HistoryColumns map;
    private readonly string source;
    private readonly IPastMatters matters;
    private readonly IPlaces places;
    private readonly DateTimeOffset now;
    private readonly Dictionary<string, int> columns;
    private readonly List<HistoryRow.Trouble> troubles = [];
    private IReadOnlyList<string> cells = [];

    public RowReader(string source, HistoryColumns map, IReadOnlyList<string> columns, IPastMatters matters, IPlaces places, DateTimeOffset now)
    {
        (this.source, this.map, this.matters, this.places, this.now) = (source, map, matters, places, now);
        this.columns = columns.Index().Where(c => c.Item.Length > 0).ToDictionary(c => c.Item.TrimStart('\uFEFF'), c => c.Index, StringComparer.OrdinalIgnoreCase);
        var missing = map.Named.Where(name => !this.columns.ContainsKey(name)).Distinct().ToList();
        if (missing.Count > 0) throw new Invalid([new Fault("file", "exchange.columns_missing", string.Join(", ", missing))]);
        if (map.Text.Count == 0) throw new Invalid([new Fault("map", "exchange.map_without_text")]);
    }

    public HistoryRow Read(SheetRow row)
    {
        troubles.Clear();
        cells = row.Cells;
        var text = string.Join('\n', map.Text.Select(Cell).Where(value => value.Length > 0));
        if (text.Length == 0) Wrong(map.Text[0], "exchange.row_without_text", "");
        if (text.Length > LongestText)
        {
            Note(map.Text[0], "exchange.row_text_cut", $"{text.Length}");
            text = text[..LongestText];
        }
        var key = Key();
        var at = map.At is { Length: > 0 } name ? Instant(name) : now;
        if (at is null && map.At is { Length: > 0 } missing) Wrong(missing, "exchange.row_date", Cell(missing));
        var matter = troubles.Exists(t => t.Fatal) ? null : new PastMatter(text, at!.Value)
        {
            Category = Category(),
            Area = Area(),
            Point = Point(),
            Address = Cut(Cell(map.Address), 200),
            ClosedAt = Closed(at.Value),
            Answer = Cut(Cell(map.Answer), LongestText),
            ReporterName = Cut(Cell(map.ReporterName), 50),
            ReporterPhone = Cut(Cell(map.ReporterPhone), 30),
            Origin = $"{source} {key}",
        };
        return new HistoryRow(row.Number, key, matter, [.. troubles]);
    }

    /// <summary>The row's name over there; a row without one is known by all that stands in it.</summary>
    private string Key()
    {
        if (Cell(map.Key) is { Length: > 0 } key) return key.Length <= 100 ? key : Hash(key);
        return Hash(string.Join('\u001f', cells));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];

    private string? Category()
    {
        if (Cell(map.Category) is not { Length: > 0 } theirs) return null;
        var ours = map.Categories.GetValueOrDefault(theirs, theirs);
        if (matters.HasCategory(ours)) return ours;
        Note(map.Category!, "exchange.row_category", theirs);
        return null;
    }

    private string? Area()
    {
        if (Cell(map.Area) is not { Length: > 0 } code) return null;
        if (places.Recall(code) is not null) return code;
        Note(map.Area!, "exchange.row_area", code);
        return null;
    }

    private GeoPoint? Point()
    {
        var (lat, lon) = (Cell(map.Lat), Cell(map.Lon));
        if (lat.Length == 0 && lon.Length == 0) return null;
        if (Number(lat) is not (>= -90 and <= 90) || Number(lon) is not (>= -180 and <= 180))
        {
            Note(map.Lat ?? map.Lon!, "exchange.row_point", $"{lat}, {lon}");
            return null;
        }
        return Coordinates.ToWgs84(new GeoPoint(Number(lat)!.Value, Number(lon)!.Value), Coordinates.Named(map.Crs) ?? Coordinates.Named(null)!.Value);
    }

    private DateTimeOffset? Closed(DateTimeOffset at)
    {
        var told = Cell(map.ClosedAt);
        var closed = told.Length > 0 ? Instant(map.ClosedAt!) : null;
        if (told.Length > 0 && closed is null) Note(map.ClosedAt!, "exchange.row_date", told);
        if (closed < at)
        {
            Note(map.ClosedAt!, "exchange.row_closed_before", told);
            closed = at;
        }
        if (map.State is not { Length: > 0 }) return closed;
        var ended = map.ClosedStates.Contains(Cell(map.State), StringComparer.OrdinalIgnoreCase);
        return ended ? closed ?? at : null;
    }

    private DateTimeOffset? Instant(string column)
    {
        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal;
        var text = Cell(column);
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var at)) return null;
        // Read as UTC when no zone was told; then it was the clock on the wall over there.
        if (!HasZone(text)) at = new DateTimeOffset(at.UtcDateTime, TimeSpan.Zero).AddMinutes(-map.Offset);
        return at >= Earliest && at <= now.AddDays(1) ? at.ToUniversalTime() : null;
    }

    private static bool HasZone(string text) =>
        text.EndsWith('Z') || (text.LastIndexOfAny(['+', '-']) is var sign and > 9 && text.AsSpan(sign).Length is 5 or 6);

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private string Cell(string? column) => column is { Length: > 0 } ? cells[columns[column]] : "";

    private static string? Cut(string text, int most) => text.Length == 0 ? null : text.Length <= most ? text : text[..most];

    private void Wrong(string column, string code, string value) => troubles.Add(new HistoryRow.Trouble(column, code, Cut(value, 100) ?? "", true));

    private void Note(string column, string code, string value) => troubles.Add(new HistoryRow.Trouble(column, code, Cut(value, 100) ?? "", false));
}
