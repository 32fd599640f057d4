using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters;

/// <summary>Tells People what can be done to a matter and why somebody may not, from the same table the commands ask.</summary>
internal sealed class MatterThings(CuobianDb db, IStringLocalizer<Text> words, Sentences sentences) : IThings
{
    private const string Prefix = "matter:";

    public IReadOnlyList<ThingAct> Acts =>
        [.. MatterRules.Table.Where(GiveCommand.IsForStaff).Select(r => new ThingAct(Prefix + r.Command, words.Of(r.Command), r.Permission))];

    public async Task<ThingPlace?> Find(string number, CancellationToken ct) =>
        await Load(number, ct) is { } matter ? new ThingPlace(matter.Number, matter.Area, UnitsOf(matter)) : null;

    public async Task<ThingVerdict> Judge(string number, string act, Actor person, CancellationToken ct)
    {
        var rule = MatterRules.For(Enum.Parse<MatterCommand>(act[Prefix.Length..]));
        if (await Load(number, ct) is not { } matter) return new ThingVerdict(false, null);
        var facts = matter.Facts(await Desk.IsReporter(db, person, matter, null, ct));
        if (MatterRules.Legal(person, facts).Contains(rule)) return new ThingVerdict(true, null);
        var allows = rule.Allows(person, facts);
        var obstacle = !allows && !Holds(rule, person, facts) ? null
            : !rule.From.Contains(matter.State) ? "matters.why_state"
            : !allows ? "matters.why_same_hand"
            : "matters.why_moment";
        return new ThingVerdict(false, obstacle is null ? null : sentences.For(obstacle, words.Of(matter.State)));
    }

    /// <summary>The right is there, but it was they themselves who did or asked what is to be judged now.</summary>
    private static bool Holds(MatterRule rule, Actor person, MatterFacts facts) =>
        rule is { Who: Who.Other or Who.Second, Permission: { } permission } && person.May(permission, facts.Area, facts.LeadUnit);

    private static IReadOnlyList<string> UnitsOf(Matter matter) =>
        [.. new[] { matter.LeadUnit }.Concat(matter.Co.Select(c => (string?)c.Unit)).OfType<string>().Distinct()];

    private async Task<Matter?> Load(string number, CancellationToken ct) => !Numbers.IsValid(number) ? null
        : await db.Matters.AsNoTracking().Include(m => m.Co).SingleOrDefaultAsync(m => m.Number == number, ct);
}
