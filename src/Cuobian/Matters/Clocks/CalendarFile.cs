using System.Globalization;
using System.Text.Json;
using Cuobian.Kernel;

namespace Cuobian.Matters.Clocks;

/// <summary>Reads the yearly announcement as JSON: <c>{"years": {"2026": {"holidays": {date: name}, "workdays": {…}, "inLieuDays": {…}}}}</c>.</summary>
internal static class CalendarFile
{
    private static readonly string[] Kinds = ["holidays", "workdays", "inLieuDays"];

    /// <summary>The days of each year; everything wrong with the file is thrown together.</summary>
    public static async Task<SortedDictionary<int, List<Day>>> Read(Stream file, Faults faults, CancellationToken ct)
    {
        var years = new SortedDictionary<int, List<Day>>();
        foreach (var (name, year) in Members(await Parse(file, ct), "years", "", faults))
        {
            var field = $"years.{name}";
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1949 or > 2999)
                faults.If(true, field, "calendar_not_a_year", name);
            else if (!years.TryAdd(number, Days(number, year, field, faults)))
                faults.If(true, field, "calendar_twice", name);
        }
        faults.If(years.Count == 0, "years", "calendar_no_years").Throw();
        return years;
    }

    private static async Task<JsonElement> Parse(Stream file, CancellationToken ct)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(file, cancellationToken: ct);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new Invalid([new Fault("$", "bad_json")]);
        }
    }

    private static List<Day> Days(int year, JsonElement content, string field, Faults faults)
    {
        var byKind = Kinds.Select(kind => Dates(year, content, kind, field, faults)).ToArray();
        var (holidays, workdays, inLieu) = (byKind[0], byKind[1], byKind[2]);
        // No country has a year without a holiday: an empty one means that nobody knew yet.
        faults.If(holidays.Count == 0, field, "calendar_empty_year", year);
        foreach (var date in workdays.Keys)
            faults.If(holidays.ContainsKey(date), Field("workdays", date), "calendar_both", date)
                .If(date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday), Field("workdays", date), "calendar_not_weekend", date);
        foreach (var date in inLieu.Keys)
            faults.If(!holidays.ContainsKey(date), Field("inLieuDays", date), "calendar_not_holiday", date);
        return [.. holidays.Select(d => new Day(d.Key, DayKind.Holiday, d.Value)), .. workdays.Select(d => new Day(d.Key, DayKind.Workday, d.Value))];

        string Field(string kind, DateOnly date) => $"{field}.{kind}.{date:yyyy-MM-dd}";
    }

    private static SortedDictionary<DateOnly, string> Dates(int year, JsonElement content, string kind, string field, Faults faults)
    {
        var dates = new SortedDictionary<DateOnly, string>();
        foreach (var (text, name) in Members(content, kind, field + ".", faults))
        {
            var at = $"{field}.{kind}.{text}";
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                faults.If(true, at, "calendar_not_a_date", text);
            else if (date.Year != year)
                faults.If(true, at, "calendar_other_year", text, year);
            else if (name.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(name.GetString()))
                faults.If(true, at, "required");
            else if (!dates.TryAdd(date, name.GetString()!))
                faults.If(true, at, "calendar_twice", text);
        }
        return dates;
    }

    /// <summary>What an object holds under a name; nothing when it is absent, a fault when it is no object.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement parent, string name, string prefix, Faults faults)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var child)) return [];
        if (child.ValueKind == JsonValueKind.Object) return child.EnumerateObject().Select(m => (m.Name, m.Value));
        faults.If(true, prefix + name, "bad_json");
        return [];
    }
}
