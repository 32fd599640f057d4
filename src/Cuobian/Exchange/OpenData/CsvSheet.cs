using System.Globalization;
using System.Text;
using Cuobian.Exchange.Open311;

namespace Cuobian.Exchange.OpenData;

/// <summary>Public matters as a table; the byte order mark lets spreadsheets read the Chinese.</summary>
internal static class CsvSheet
{
    private static readonly string[] Head =
        ["number", "status", "state", "status_notes", "category", "category_name", "area", "area_name", "unit", "registered_at", "updated_at", "closed_at", "due_at", "supporters", "lat", "long"];

    public static byte[] Write(OpenPage page, RequestSheet requests)
    {
        var text = new StringBuilder("\uFEFF").AppendJoin(',', Head).Append("\r\n");
        foreach (var m in page.Items)
            text.AppendJoin(',', new object?[]
            {
                m.Number, RequestSheet.Status(m.IsOpen), m.State, requests.Notes(m), m.Category, m.CategoryName, m.Area, m.AreaName, m.Unit,
                At(m.RegisteredAt), At(m.UpdatedAt), At(m.ClosedAt), At(m.Due), m.Supporters, m.GridCentre?.Lat, m.GridCentre?.Lon,
            }.Select(Cell)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Quoted where RFC 4180 asks for it; a cell that a spreadsheet would run as a formula begins with an apostrophe.</summary>
    internal static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (value is string && text is ['=' or '+' or '-' or '@', ..]) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string? At(DateTimeOffset? instant) => instant is { } at ? SheetWriter.Instant(at) : null;
}
