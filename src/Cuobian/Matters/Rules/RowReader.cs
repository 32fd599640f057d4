using System.Globalization;
using Cuobian.Kernel;

namespace Cuobian.Matters.Rules;

/// <summary>Reads typed values out of a row; what cannot be read becomes a fault that names the row and the field.</summary>
public sealed class RowReader(Row row, Faults faults)
{
    public string Key => row.Key;

    /// <summary>Was anything wrong so far?</summary>
    public bool IsWrong { get; private set; }

    public RowReader If(bool wrong, string field, string code, params object[] details)
    {
        IsWrong |= wrong;
        faults.If(wrong, $"{row.Key}.{field}", code, details);
        return this;
    }

    /// <summary>Checks what can be checked of any field: present, not too long, text that can be stored.</summary>
    public void CheckForm(IReadOnlyList<RowField> fields)
    {
        foreach (var field in fields)
            If(field.Required && row[field.Name].Length == 0, field.Name, "required")
                .If(row[field.Name].Length > field.Longest, field.Name, "too_long", field.Longest)
                .If(!TextRules.IsPlain(row[field.Name]), field.Name, "matters.settings_not_plain");
    }

    public string? Text(string field) => row[field] is { Length: > 0 } text ? text : null;

    public bool Flag(string field)
    {
        If(row[field] is not ("" or RowField.Yes), field, "matters.settings_not_flag");
        return row[field] == RowField.Yes;
    }

    public IReadOnlyList<string> Lines(string field) => row[field].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public int? Number(string field, int least, int most)
    {
        if (Text(field) is not { } text) return null;
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
        If(!read, field, "matters.settings_not_number", least, most);
        return read ? number : null;
    }

    public DateOnly? Date(string field) => Date(Text(field), field);

    public DateOnly? Date(string? text, string field)
    {
        if (text is null) return null;
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        If(!read, field, "calendar_not_a_date", text);
        return read ? date : null;
    }

    public TimeOnly? Time(string field)
    {
        if (Text(field) is not { } text) return null;
        var read = TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        If(!read, field, "matters.settings_not_time", text);
        return read ? time : null;
    }

    public T? Choice<T>(string field) where T : struct, Enum
    {
        if (Text(field) is not { } text) return null;
        var read = Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
        If(!read, field, "matters.settings_not_choice", text, string.Join(", ", Enum.GetNames<T>()));
        return read ? value : null;
    }
}
