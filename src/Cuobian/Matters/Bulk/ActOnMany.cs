using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;

namespace Cuobian.Matters.Bulk;

/// <summary>Gives one command to many matters, each of which stands or fails for itself: a few at once, more of them in the background.</summary>
public sealed class ActOnMany(CuobianDb db, Actor actor, IUnits units, BulkWork work, BulkBell bell, TimeProvider time)
{
    public const int AtOnce = 200;
    public const int Most = 5_000;
    private const int LongestCode = 40;

    public sealed class Form
    {
        public BulkCommand? Command { get; set; }
        public List<string>? Numbers { get; set; }
        public string? UnitCode { get; set; }
        public string? Target { get; set; }
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder matters)
    {
        matters.MapPost("/bulk", async (Form? form, ActOnMany act, ShowMany show, CancellationToken ct) =>
        {
            var job = await act.Run(form ?? new(), ct);
            var answer = (await show.Run(job, ct))!;
            return answer.Finished ? Results.Ok(answer) : Results.Accepted($"/api/v1/matters/bulk/{job}", answer);
        }).WithSummary("One command for many matters (accept, dispatch, urge, merge, duplicate), with a result each; more than 200 are done in the background.");
        matters.MapGet("/bulk/{id:guid}", async (Guid id, ShowMany show, CancellationToken ct) =>
            await show.Run(id, ct) is { } answer ? Results.Ok(answer) : Results.NotFound());
    }

    /// <summary>Answers the job's id; with up to 200 matters it is done by then.</summary>
    public async Task<Guid> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(MattersPermissions.Read);
        var numbers = (form.Numbers ?? []).OfType<string>().Select(n => string.Concat(n.Where(char.IsAsciiDigit))).Distinct().ToList();
        Check(form, numbers);
        var now = time.GetUtcNow();
        var job = new BulkJob
        {
            Id = Guid.CreateVersion7(now),
            By = actor.Account!.Value,
            Command = form.Command!.Value,
            Unit = form.UnitCode,
            Target = form.Target,
            Reason = form.Reason,
            Total = numbers.Count,
            At = now,
            // Whoever waits for the answer does the work; others leave it alone meanwhile.
            LeaseUntil = IsAtOnce(numbers) ? now + BulkChore.Lease : null,
        };
        db.Add(job);
        db.AddRange(numbers.Index().Select(n => new BulkItem { Bulk = job.Id, Seq = n.Index, Number = n.Item }));
        await db.SaveChangesAsync(ct);
        bell.Ring();
        if (!IsAtOnce(numbers) || await work.Run(job, actor, AtOnce, ct) > 0) return job.Id;
        job.FinishedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return job.Id;
    }

    /// <summary>Inside somebody else's transaction nothing else can be written: then the background does it.</summary>
    private bool IsAtOnce(List<string> numbers) => numbers.Count <= AtOnce && !db.IsTogether;

    private void Check(Form form, List<string> numbers)
    {
        var merges = form.Command is BulkCommand.Merge or BulkCommand.Duplicate;
        new Faults()
            .If(form.Command is not { } command || !Enum.IsDefined(command), "command", "required")
            .If(numbers.Count == 0, "numbers", "required")
            .AtMost(form.Numbers?.OfType<string>().MaxBy(n => n.Length), LongestCode, "numbers")
            .AtMost(form.UnitCode, LongestCode, "unitCode")
            .If(numbers.Count > Most, "numbers", "matters.too_many", Most)
            .If(form.Command == BulkCommand.Dispatch && units.Find(form.UnitCode ?? "") is null, "unitCode", "matters.unknown_unit", form.UnitCode ?? "")
            .If(merges && string.IsNullOrWhiteSpace(form.Target), "target", "required")
            .If(merges && string.IsNullOrWhiteSpace(form.Reason), "reason", "required")
            .AtMost(form.Reason, Desk.LongestWords, "reason")
            .AtMost(form.Target, LongestCode, "target")
            .Throw();
    }
}
