using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;

namespace Cuobian.Matters;

/// <summary>Tiers and the level that supervises: every step of the tier moves supervision one level up, never the work (提级).</summary>
public sealed partial class Matter
{
    /// <summary>A level above looks on and asks for reports; the work stays where it is.</summary>
    public bool Supervised { get; private set; }

    /// <summary>The area whose level supervises it; null while nobody above its community does.</summary>
    public string? SupervisedAt { get; private set; }

    /// <summary>Who is told when it does not go well here: the level that supervises it, else the one above the community.</summary>
    public string LevelAbove => LevelAboveOf(Area, SupervisedAt);

    /// <summary>What cannot be settled in the community concerns the levels above it.</summary>
    private string Ground => AreaCode.CommunityOf(Area);

    internal static string LevelAboveOf(string area, string? supervisedAt) => supervisedAt ?? Up(AreaCode.CommunityOf(area));

    public void RaiseTierTo(Tier tier, Act act)
    {
        MustBeLegal(MatterCommand.RaiseTier);
        Refused.If(tier <= Tier, "matters.tier_not_higher");
        Do(MatterCommand.RaiseTier, act, changed: new { tier = new[] { Tier.ToString(), tier.ToString() } });
        RaiseTier(tier, act.At);
    }

    /// <summary>Down it goes by decision of the level that holds it.</summary>
    public void LowerTierTo(Tier tier, Act act)
    {
        MustBeLegal(MatterCommand.LowerTier);
        Refused.If(tier >= Tier, "matters.tier_not_lower");
        Do(MatterCommand.LowerTier, act, changed: new { tier = new[] { Tier.ToString(), tier.ToString() } });
        (Tier, Panel, Supervised, SupervisedAt) = (tier, null, Supervised && tier != Tier.Ordinary, tier == Tier.Ordinary ? null : Up(Ground, (int)tier));
    }

    public void Supervise(Act act)
    {
        Do(MatterCommand.Supervise, act);
        Supervised = true;
    }

    private void RaiseTier(Tier tier, DateTimeOffset at)
    {
        if (Tier >= tier) return;
        ClimbTo(tier);
        Raise(new TierRaised(Id, Number, Area, tier.ToString(), at));
    }

    private void ClimbTo(Tier tier)
    {
        if (tier > Tier) SupervisedAt = Up(SupervisedAt ?? Ground, tier - Tier);
        Tier = tier;
    }

    /// <summary>Many people, or a kind that endangers many, make it a key matter.</summary>
    private void RaiseByWeight(Category? category, Act act)
    {
        var limits = act.Clockwork.Limits;
        if (Supporters >= limits.KeySupporters || (category is not null && limits.KeyCategories.Any(c => category.Code.StartsWith(c, StringComparison.Ordinal)))) RaiseTier(Tier.Key, act.At);
    }

    /// <summary>So many levels up, but not beyond the city.</summary>
    private static string Up(string area, int steps = 1)
    {
        for (; steps > 0 && AreaCode.LevelOf(area) > AreaLevel.City; steps--) area = AreaCode.ParentOf(area)!;
        return area;
    }
}
