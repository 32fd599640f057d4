using Cuobian.Data.Sheets;
using Cuobian.Exchange.Open311;

namespace Cuobian.Exchange.OpenData;

/// <summary>Public matters as a table.</summary>
internal static class CsvFile
{
    private static readonly string[] Columns =
        ["number", "status", "state", "status_notes", "category", "category_name", "area", "area_name", "unit", "registered_at", "updated_at", "closed_at", "due_at", "supporters", "lat", "long"];

    public static byte[] Write(OpenPage page, RequestFields requests)
    {
        using var csv = new MemoryStream();
        SheetWriter.Csv(csv, Columns, page.Items.Select(m => (IReadOnlyList<object?>)
        [
            m.Number, RequestFields.Status(m.IsOpen), m.State, requests.Notes(m), m.Category, m.CategoryName, m.Area, m.AreaName, m.Unit,
            At(m.RegisteredAt), At(m.UpdatedAt), At(m.ClosedAt), At(m.Due), m.Supporters, m.GridCentre?.Lat, m.GridCentre?.Lon,
        ]));
        return csv.ToArray();
    }

    private static string? At(DateTimeOffset? instant) => instant is { } at ? ReplyWriter.Instant(at) : null;
}
