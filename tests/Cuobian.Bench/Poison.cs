using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Bench;

/// <summary>Messages that nobody can read, or that are for nobody: set aside where an operator sees them, and let go by the operator's verb.</summary>
internal static class Poison
{
    private static List<Guid> put = [];

    /// <summary>At their last attempt: all before would take eight minutes.</summary>
    public static async Task Put(Scene scene)
    {
        await using var db = scene.Node.Db();
        var now = TimeProvider.System.GetUtcNow();
        var reaction = await db.Set<Work>().AsNoTracking().Select(w => w.Reaction).FirstOrDefaultAsync() ?? "Cuobian.Exchange.Partners.TellPartners";
        List<Work> all =
        [
            .. new[] { (reaction, "not json"), (reaction, "[]"), (reaction, "null"), ("Cuobian.Nobody", "{}") }.Select(bad => new Work
            {
                Id = Guid.CreateVersion7(now),
                Reaction = bad.Item1,
                Event = bad.Item2,
                DueAt = now,
                Attempts = WorkQueue.MostAttempts - 1,
            }),
        ];
        put = all.ConvertAll(work => work.Id);
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.AddRange(all);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public static async Task<(int, string)> Look(Scene scene)
    {
        await scene.Node.App.Verb("work", "list");
        var listed = put.Count(id => scene.Node.App.Said.Contains($"{id}", StringComparison.Ordinal));
        foreach (var id in put) await scene.Node.App.Verb("work", "drop", $"{id}");
        await using var db = scene.Node.Db();
        var left = await db.Set<Work>().CountAsync(w => put.Contains(w.Id));
        return (put.Count - listed + left, $"{listed} of {put.Count} set aside and listed by `work list`, then let go by `work drop`");
    }

    /// <summary>Ours, which are set aside on purpose.</summary>
    public static bool IsMine(Guid id) => put.Contains(id);
}
