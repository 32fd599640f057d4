using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.Matters;

/// <summary>Asks another officer for a transfer, a suspension, an extension, or the rejection of a report (commands 10, 12, 13, 25).</summary>
public sealed class AskForDecision(Desk desk, IUnits units, TimeProvider time, ProcessLimits limits)
{
    public sealed class Form
    {
        public string? Reason { get; set; }

        /// <summary>Transfer: the unit it should go to.</summary>
        public string? UnitCode { get; set; }

        /// <summary>Suspension: why it must wait, and until when.</summary>
        public PauseReason? Pause { get; set; }
        public DateTimeOffset? Until { get; set; }

        /// <summary>Extension: hours on the matter's clock.</summary>
        public int? Hours { get; set; }

        /// <summary>Suspension and rejection: what the reporter will read.</summary>
        public string? Words { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        foreach (var (path, kind) in new[]
        {
            ("request-transfer", RequestKind.Transfer), ("request-suspension", RequestKind.Suspension),
            ("request-extension", RequestKind.Extension), ("request-rejection", RequestKind.Rejection),
        })
            matters.MapPost($"/{{number}}/{path}", async (string number, Form? form, AskForDecision ask, CancellationToken ct) =>
                Answers.Of(await ask.Run(number, kind, form ?? new(), ct)));
    }

    public async Task<Matter?> Run(string number, RequestKind kind, Form form, CancellationToken ct)
    {
        var unit = form.UnitCode is { Length: > 0 } code ? units.Find(code) : null;
        Check(kind, form, unit);
        var command = CommandOf(kind);
        if (await desk.Open(number, command, null, form.Reason, form.Words, ct) is not { } opened) return null;
        Refused.If(unit is not null && !opened.Matter.Area.StartsWith(unit.Area, StringComparison.Ordinal), "matters.unit_elsewhere", unit?.Name ?? "");

        opened.Matter.Ask(new MatterRequest(kind, opened.Act.By.Account, opened.Act.Words ?? opened.Act.Reason, unit?.Code,
            form.Hours * 60, form.Pause, form.Until?.ToUniversalTime()), opened.Act);
        await desk.Save(ct);
        return opened.Matter;
    }

    public static MatterCommand CommandOf(RequestKind kind) => kind switch
    {
        RequestKind.Transfer => MatterCommand.RequestTransfer,
        RequestKind.Suspension => MatterCommand.RequestSuspension,
        RequestKind.Extension => MatterCommand.RequestExtension,
        RequestKind.Rejection => MatterCommand.RequestRejection,
    };

    private void Check(RequestKind kind, Form form, Unit? unit)
    {
        var now = time.GetUtcNow();
        new Faults()
            .If(kind == RequestKind.Transfer && string.IsNullOrEmpty(form.UnitCode), "unitCode", "required")
            .If(!string.IsNullOrEmpty(form.UnitCode) && unit is null, "unitCode", "matters.unknown_unit", form.UnitCode ?? "")
            .If(kind == RequestKind.Suspension && form.Pause is null or PauseReason.Reporter, "pause", "required")
            .If(kind == RequestKind.Suspension && !(form.Until > now && form.Until <= now.AddDays(limits.SuspendDaysAtMost)), "until", "matters.bad_until", limits.SuspendDaysAtMost)
            .If(kind == RequestKind.Extension && !(form.Hours > 0 && form.Hours <= limits.ExtendHoursAtMost), "hours", "matters.bad_hours", limits.ExtendHoursAtMost)
            .Throw();
    }
}
