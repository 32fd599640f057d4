namespace Cuobian.Data.Sheets;

/// <summary>One row of a sheet by the names of its columns.</summary>
internal sealed record SheetLine(int Number, IReadOnlyDictionary<string, string> Values)
{
    public string this[string column] => Values.GetValueOrDefault(column, "");

    public string? Text(string column) => this[column] is { Length: > 0 } text ? text : null;

    /// <summary>Names a cell in a fault.</summary>
    public string Field(string column) => $"lines[{Number}].{column}";
}
