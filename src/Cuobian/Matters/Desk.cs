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
        var rule = MatterRules.For(command);
        CheckNeeds(rule, reason, words);
        if (!Numbers.IsValid(number)) return null;
        var matter = await db.Matters.AsSplitQuery().Include(m => m.Clocks).Include(m => m.Co).SingleOrDefaultAsync(m => m.Number == number, ct);
        if (matter is null) return null;
        matter.HasOpenParts = matter.PartCount > 0 && await db.Matters.AnyAsync(m => m.SplitFrom == matter.Id && !MatterRules.Ended.Contains(m.State), ct);
        var byReporter = await IsReporter(db, actor, matter, code, ct);
        var facts = matter.Facts(byReporter);
        if (!MaySee(actor, facts) && !(rule.Who == Who.Anyone && facts.Visibility == Visibility.Public)) return null;
        if (!rule.Allows(actor, facts)) throw new Denied(rule.Permission ?? command.ToString());

        await clocking.Know(matter, db, ct);
        var act = clocking.Act(actor, PartIn(rule, byReporter), time.GetUtcNow(), matter) with { Reason = Trim(reason), Words = Trim(words) };
        return new Opened(matter, categories.Find(matter.CategoryCode, matter.CategoriesVersion), byReporter, act);
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
            && ((actor.Account is { } account && reporter.Account == account) || Codes.Match(reporter.CodeOf ?? matter.Number, code, reporter.CodeHash));
    }

    /// <summary>The command says in which part somebody acts: who reported a matter may also be the one whose duty it is.</summary>
    private static Part PartIn(MatterRule rule, bool byReporter) => rule.Who switch
    {
        Who.Anyone => byReporter ? Part.Reporter : Part.Public,
        Who.Reporter => Part.Reporter,
        Who.Staff or Who.Other or Who.Second or Who.Called or Who.Above => Part.Staff,
        Who.ReporterOrStaff => byReporter ? Part.Reporter : Part.Staff,
        Who.System => Part.System,
    };

    private static void CheckNeeds(MatterRule rule, string? reason, string? words) => new Faults()
        .If(rule.Needs.HasFlag(Needs.Reason) && string.IsNullOrWhiteSpace(reason), "reason", "required")
        .If(rule.Needs.HasFlag(Needs.Words) && string.IsNullOrWhiteSpace(words), "words", "required")
        .AtMost(reason, LongestWords, "reason")
        .AtMost(words, LongestWords, "words")
        .Throw();

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : TextRules.Clean(text);
}
