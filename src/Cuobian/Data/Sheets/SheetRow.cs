namespace Cuobian.Data.Sheets;

/// <summary>
/// One row of a sheet: its number as a spreadsheet shows it (the header is row 1) and its trimmed cells, as many as the header has.
/// It strays when it has a value where the header names no column.
/// </summary>
internal sealed record SheetRow(int Number, IReadOnlyList<string> Cells, bool Strays = false);
