using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>A matter as its reporter follows it: the story, the clock of the work, and the photos that may be seen now.</summary>
public sealed record Followed(PublicMatter Matter, TimeSpan? Used, TimeSpan? Allowed, bool Finished, IReadOnlyList<MatterPhoto> Photos);

/// <summary>Shows a reporter their matter, and decides which photos a caller may see.</summary>
public sealed class FollowMatter(CuobianDb db, Actor actor, TimeProvider time, ShowMatter show, Clocking clocking)
{
    private static readonly MatterState[] AnswerIsOut = [MatterState.Feedback, MatterState.Review, MatterState.Closed];

    public async Task<Followed?> Run(string number, string? code, CancellationToken ct)
    {
        if (await show.ToReporter(number, code, ct) is not { } view) return null;
        var matter = await db.Matters.AsNoTracking().Include(m => m.Clocks).Include(m => m.Photos).AsSplitQuery().SingleAsync(m => m.Number == number, ct);
        var work = matter.Clocks.Where(c => c.Kind == ClockKind.Handle).MaxBy(c => c.StartedAt);
        var used = work is null ? null : work.Runs ? work.BudgetMinutes - work.Left(time.GetUtcNow(), clocking.For(matter)) : work.UsedMinutes;
        return new Followed(view, Minutes(used), Minutes(work?.BudgetMinutes), work is { Runs: false }, [.. matter.Photos.Where(p => IsOut(p, matter.State) && !matter.Hides(p)).OrderBy(p => p.At)]);
    }

    /// <summary>May this caller see this photo of this matter now? The reporter sees the work once the answer is out, staff see all.</summary>
    public async Task<bool> MaySeePhoto(string number, Guid file, string? code, CancellationToken ct)
    {
        var matter = await db.Matters.AsNoTracking().AsSplitQuery().Include(m => m.Co).Include(m => m.Photos.Where(p => p.FileId == file)).SingleOrDefaultAsync(m => m.Number == number, ct);
        if (matter?.Photos is not [var photo]) return false;
        var facts = matter.Facts(await Desk.IsReporter(db, actor, matter, code, ct));
        return Desk.MayRead(actor, facts) || (facts.ByReporter && IsOut(photo, matter.State) && !matter.Hides(photo));
    }

    private static bool IsOut(MatterPhoto photo, MatterState state) => photo.Stage == PhotoStage.Report || AnswerIsOut.Contains(state);

    private static TimeSpan? Minutes(int? minutes) => minutes is { } known ? TimeSpan.FromMinutes(known) : null;
}
