namespace Cuobian.Data.Sheets;

/// <summary>One row of a sheet: its number as a spreadsheet shows it (the header is row 1) and its trimmed cells, as many as the header has.</summary>
internal sealed record SheetRow(int Number, IReadOnlyList<string> Cells);
