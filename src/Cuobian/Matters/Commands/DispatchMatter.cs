using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.Matters;

/// <summary>A dispatcher gives a matter to the unit that has to put it right (command 5, 派遣).</summary>
public sealed class DispatchMatter(Desk desk, IUnits units)
{
    public sealed class Form
    {
        public string? UnitCode { get; set; }
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/dispatch", async (string number, Form? form, DispatchMatter dispatch, CancellationToken ct) =>
            Answers.Of(await dispatch.Run(number, form ?? new(), ct)));

    public async Task<Matter?> Run(string number, Form form, CancellationToken ct)
    {
        var unit = form.UnitCode is { Length: > 0 } code ? units.Find(code) : null;
        new Faults()
            .Required(form.UnitCode, "unitCode")
            .If(!string.IsNullOrEmpty(form.UnitCode) && unit is null, "unitCode", "matters.unknown_unit", form.UnitCode ?? "")
            .Throw();
        if (await desk.Open(number, MatterCommand.Dispatch, null, form.Reason, null, ct) is not { } opened) return null;

        // A unit serves what lies in its area; one further up serves everything below it.
        Refused.If(!opened.Matter.Area.StartsWith(unit!.Area, StringComparison.Ordinal), "matters.unit_elsewhere", unit.Name);
        opened.Matter.Dispatch(unit.Code, opened.Category, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
