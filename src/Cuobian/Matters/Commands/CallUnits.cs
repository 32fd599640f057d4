using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.Matters;

/// <summary>A dispatcher calls units to a matter that one cannot settle alone, or a supervisor lets one off (command 14, 吹哨).</summary>
public sealed class CallUnits(Desk desk, IUnits units)
{
    public sealed class Form
    {
        /// <summary>Codes of the units that must come.</summary>
        public List<string>? UnitCodes { get; set; }

        /// <summary>Codes of units that may help but need not.</summary>
        public List<string>? OptionalCodes { get; set; }

        /// <summary>The unit to let off.</summary>
        public string? UnitCode { get; set; }
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/{number}/whistle", async (string number, Form? form, CallUnits call, CancellationToken ct) =>
            Answers.Of(await call.Whistle(number, form ?? new(), ct)));
        matters.MapPost("/{number}/waive", async (string number, Form? form, CallUnits call, CancellationToken ct) =>
            Answers.Of(await call.Waive(number, form ?? new(), ct)));
    }

    public async Task<Matter?> Whistle(string number, Form form, CancellationToken ct)
    {
        var called = (form.UnitCodes ?? []).Select(code => (Code: code, Mandatory: true))
            .Concat((form.OptionalCodes ?? []).Select(code => (Code: code, Mandatory: false))).DistinctBy(unit => unit.Code).ToList();
        var faults = new Faults().If(called.Count == 0, "unitCodes", "required").If(called.Count > 20, "unitCodes", "matters.too_many_units", 20);
        foreach (var (code, _) in called) faults.If(units.Find(code) is null, "unitCodes", "matters.unknown_unit", code);
        faults.Throw();
        if (await desk.Open(number, MatterCommand.Whistle, null, form.Reason, null, ct) is not { } opened) return null;
        opened.Matter.Whistle(called, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    public async Task<Matter?> Waive(string number, Form form, CancellationToken ct)
    {
        new Faults().Required(form.UnitCode, "unitCode").Throw();
        if (await desk.Open(number, MatterCommand.Waive, null, form.Reason, null, ct) is not { } opened) return null;
        opened.Matter.Waive(form.UnitCode!, opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }
}
