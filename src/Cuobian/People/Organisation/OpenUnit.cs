using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>Opens one unit; a code is made from the area and the type unless one is given.</summary>
internal sealed class OpenUnit(CuobianDb db, AddUnits add, TimeProvider time)
{
    public sealed class Form
    {
        public string? Name { get; set; }
        public string? Type { get; set; }
        public string? Area { get; set; }
        public string? Parent { get; set; }
        public string? OfficePhone { get; set; }
        public string? Code { get; set; }

        /// <summary>The first day it exists; today when left out.</summary>
        public DateOnly? From { get; set; }
    }

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapPost("/units", async (Form? form, OpenUnit open, CancellationToken ct) => Results.Json(new { Code = await open.Run(form ?? new(), ct) }, statusCode: StatusCodes.Status201Created))
            .WithSummary("Open a unit.");

    /// <summary>The code of the new unit.</summary>
    public async Task<string> Run(Form form, CancellationToken ct)
    {
        new Faults().Required(form.Name, "name").Required(form.Type, "type").Required(form.Area, "area").Throw();
        var code = string.IsNullOrWhiteSpace(form.Code) ? await Free(form.Area!.Trim(), form.Type!.Trim(), ct) : form.Code.Trim();
        var unit = new AddUnits.NewUnit(code, form.Name!, form.Type!.Trim(), form.Area!.Trim(), Empty(form.Parent), Empty(form.OfficePhone));
        try
        {
            // A code that is there already would be left alone if the rest is equal; whoever opens one unit wants a new one.
            if (await add.Run(new AddUnits.Form([unit], form.From ?? time.Today()), ct) == 0) throw new Invalid([new Fault("code", "people.unit_code_taken", code)]);
        }
        catch (Invalid invalid)
        {
            throw new Invalid([.. invalid.Faults.Select(f => f with { Field = f.Field.Replace("units[0].", "", StringComparison.Ordinal) })]);
        }
        return code;
    }

    private async Task<string> Free(string area, string type, CancellationToken ct)
    {
        var stem = $"{area.PadRight(12, '0')}-{type}";
        var taken = await db.Units.Where(u => u.Code.StartsWith(stem)).Select(u => u.Code).ToHashSetAsync(ct);
        var code = stem;
        for (var serial = 2; taken.Contains(code); serial++) code = stem + serial.ToString("D2", CultureInfo.InvariantCulture);
        return code;
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
