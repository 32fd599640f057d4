using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Notices.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Letters;

/// <summary>The log of what was sent: topic, way, fate and reason, never what it said or to whom.</summary>
internal sealed class FindLetters(CuobianDb db, Actor actor, TimeProvider time)
{
    public const int PageSize = 50;

    /// <summary>One letter in the log.</summary>
    public sealed record Line(Guid Id, string Topic, Way Way, LetterState State, int Attempts, DateTimeOffset At, DateTimeOffset DueAt, DateTimeOffset? SentAt, string? Trouble, string? Detail);

    /// <summary>How many wait and how many are dead, by way.</summary>
    public sealed record Count(Way Way, LetterState State, int Letters);

    public static void Map(IEndpointRouteBuilder notices)
    {
        notices.MapGet("/letters", (LetterState? state, Way? way, Guid? before, FindLetters find, CancellationToken ct) => find.Run(state, way, before, ct)).WithSummary("What was sent, and what was not.");
        notices.MapPost("/letters/{id:guid}/resend", async (Guid id, FindLetters find, CancellationToken ct) =>
            await find.Resend(id, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Send a dead letter again.");
    }

    public async Task<IReadOnlyList<Line>> Run(LetterState? state, Way? way, Guid? before, CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        var letters = db.Set<Letter>().AsNoTracking().Where(l => l.Way != Way.Inbox);
        if (state is not null) letters = letters.Where(l => l.State == state);
        if (way is not null) letters = letters.Where(l => l.Way == way);
        if (before is { } id) letters = letters.Where(l => l.Id.CompareTo(id) < 0);
        return await letters.OrderByDescending(l => l.Id).Take(PageSize)
            .Select(l => new Line(l.Id, l.Topic, l.Way, l.State, l.Attempts, l.At, l.DueAt, l.SentAt, l.Trouble, l.Detail)).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<Count>> Counts(CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        return await db.Set<Letter>().Where(l => l.Way != Way.Inbox && l.State != LetterState.Sent).GroupBy(l => new { l.Way, l.State })
            .Select(g => new Count(g.Key.Way, g.Key.State, g.Count())).ToListAsync(ct);
    }

    /// <summary>Only what did not arrive goes again: nobody is told twice.</summary>
    public Task<bool> Resend(Guid id, CancellationToken ct) => Again(db.Set<Letter>().Where(l => l.Id == id), ct);

    public Task<bool> ResendAll(Way way, CancellationToken ct) => Again(db.Set<Letter>().Where(l => l.Way == way), ct);

    private async Task<bool> Again(IQueryable<Letter> letters, CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        var now = time.GetUtcNow();
        return await db.InOneTransaction(() => letters.Where(l => l.State == LetterState.Dead).ExecuteUpdateAsync(set => set
            .SetProperty(l => l.State, LetterState.Waiting).SetProperty(l => l.Attempts, 0).SetProperty(l => l.DueAt, now)
            .SetProperty(l => l.Claim, (Guid?)null).SetProperty(l => l.LeaseUntil, (DateTimeOffset?)null), ct), ct) > 0;
    }
}
