using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>A matter opened for one command by somebody who may give it: the matter, its category, and the act to pass on.</summary>
public sealed record Opened(Matter Matter, Category? Category, bool ByReporter, Act Act);

/// <summary>Opens matters for commands: hides what the actor may not know of, refuses what the table does not allow them.</summary>
public sealed class Desk(CuobianDb db, Actor actor, TimeProvider time, Categories categories, Clocking clocking)
{
    public const int LongestWords = 2000;

    /// <summary>The matter, or null when there is none that this actor may know of.</summary>
    public async Task<Opened?> Open(string number, MatterCommand command, string? code, string? reason, string? words, CancellationToken ct)
    {
        CheckNeeds(MatterRules.For(command), reason, words);
        var matter = await db.Matters.AsSplitQuery().Include(m => m.Clocks).Include(m => m.Co).SingleOrDefaultAsync(m => m.Number == number, ct);
        if (matter is null) return null;
        var byReporter = await IsReporter(db, actor, matter, code, ct);
        var facts = matter.Facts(byReporter);
        if (!MaySee(actor, facts) && !(MatterRules.For(command).Who == Who.Anyone && facts.Visibility == Visibility.Public)) return null;
        if (!MatterRules.For(command).Allows(actor, facts)) throw new Denied(MatterRules.For(command).Permission ?? command.ToString());

        var part = byReporter ? Part.Reporter : actor.IsSystem ? Part.System : actor.Grants.Count > 0 ? Part.Staff : Part.Public;
        var act = clocking.Act(actor, part, time.GetUtcNow()) with { Reason = Trim(reason), Words = Trim(words) };
        return new Opened(matter, categories.Find(matter.CategoryCode), byReporter, act);
    }

    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>The reporter, those whose unit leads it, and those who may read in its area know of a matter.</summary>
    public static bool MaySee(Actor actor, MatterFacts facts) =>
        facts.ByReporter || MayRead(actor, facts);

    /// <summary>Staff read what lies in their area, and what their unit leads or was called to.</summary>
    public static bool MayRead(Actor actor, MatterFacts facts) =>
        actor.May(MattersPermissions.Read, facts.Area, facts.LeadUnit) || facts.Co.Any(co => actor.May(MattersPermissions.Read, facts.Area, co.Unit));

    public static async Task<bool> IsReporter(CuobianDb db, Actor actor, Matter matter, string? code, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(code) && actor.Account is null) return false;
        var reporter = await db.Reporters.AsNoTracking().SingleOrDefaultAsync(r => r.MatterId == matter.Id, ct);
        return reporter is not null
            && ((actor.Account is { } account && reporter.Account == account) || Codes.Match(matter.Number, code, reporter.CodeHash));
    }

    private static void CheckNeeds(MatterRule rule, string? reason, string? words) => new Faults()
        .If(rule.Needs.HasFlag(Needs.Reason) && string.IsNullOrWhiteSpace(reason), "reason", "required")
        .If(rule.Needs.HasFlag(Needs.Words) && string.IsNullOrWhiteSpace(words), "words", "required")
        .AtMost(reason, LongestWords, "reason")
        .AtMost(words, LongestWords, "words")
        .Throw();

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : TextRules.Clean(text);
}
