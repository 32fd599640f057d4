using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Web.Pages;

/// <summary>Sixty-four made-up grids for the style page and the tests of the drawn map.</summary>
internal static class SampleTown
{
    private const int Side = 8;
    public static readonly GeoPoint Middle = new(24.5112, 117.6508);

    public static readonly IReadOnlyList<GridShape> Grids =
    [
        .. from row in Enumerable.Range(0, Side)
           from column in Enumerable.Range(0, Side)
           select new GridShape($"3506020011{row:00}{column:000}", $"{row * Side + column:00} 网格",
               [[Corner(row, column), Corner(row, column + 1), Corner(row + 1, column + 1), Corner(row + 1, column), Corner(row, column)]]),
    ];

    public static int Load(GridShape grid) => (int)(Wave(grid.Code[10] * 3 + grid.Code[11], grid.Code[14]) * 10);

    private static GeoPoint Corner(int row, int column) =>
        new(24.508 + (row + Wave(row, column) * 0.5) * 0.0008, 117.646 + (column + Wave(column, row + 40) * 0.5) * 0.0012);

    private static double Wave(int a, int b) => Math.Abs(Math.Sin(a * 12.9 + b * 78.2));
}
