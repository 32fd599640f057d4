using Cuobian.Kernel;

namespace Cuobian.Matters;

/// <summary>A matter that holds several is split into parts, each with a life of its own (command 22); and words or photos nobody should read are hidden (command 26).</summary>
public sealed partial class Matter
{
    public const int MostParts = 10;

    /// <summary>The matter this one was split from; a part has no parts.</summary>
    public Guid? SplitFrom { get; private init; }

    /// <summary>How many matters were split from this one.</summary>
    public int PartCount { get; private set; }

    /// <summary>What the reporter and the public do not read: <c>text</c>, <c>entry:3</c>, <c>photo:…</c>; staff still see it.</summary>
    public List<string> Hidden { get; private set; } = [];

    /// <summary>Told by whoever opens the matter: is one of its parts still under way?</summary>
    internal bool HasOpenParts { get; set; }

    /// <summary>Makes parts of it; the people who support it support every part, and it stays open until all of them ended.</summary>
    public IReadOnlyList<Matter> Split(IReadOnlyList<Report> reports, Act act)
    {
        MustBeLegal(MatterCommand.Split);
        Refused.If(SplitFrom is not null, "matters.part_already");
        Refused.If(PartCount + reports.Count > MostParts, "matters.too_many_parts", MostParts);
        Do(MatterCommand.Split, act, changed: new { parts = reports.Select(r => r.Number) });
        PartCount += reports.Count;
        var parts = reports.Select(report => Register(report, act with { Reason = null, Words = null }, this)).ToList();
        foreach (var part in parts) part.Supporters = Supporters;
        return parts;
    }

    /// <summary>The last part ended, and at least one of them was put right: so was the whole.</summary>
    public void EndParts(IReadOnlyCollection<Matter> parts, Act act)
    {
        MustBeLegal(MatterCommand.EndParts);
        var done = parts.Where(p => p.State == MatterState.Closed).ToList();
        Refused.If(done.Count == 0 || parts.Any(p => !MatterRules.Ended.Contains(p.State)), "matters.parts_open");
        Do(MatterCommand.EndParts, act, changed: new { parts = done.Select(p => p.Number) });
        Outcome = done.TrueForAll(p => p.Outcome == Matters.Outcome.Solved) ? Matters.Outcome.Solved : Matters.Outcome.PartlySolved;
        Answer = string.Join('\n', done.Select(p => p.Answer).Where(a => a is not null));
        ClosedAt = act.At;
    }

    public void Hide(string what, Act act)
    {
        MustBeLegal(MatterCommand.Hide);
        Refused.If(Hidden.Contains(what), "matters.hidden_already");
        Do(MatterCommand.Hide, act, changed: new { what });
        Hidden = [.. Hidden, what];
    }

    public void Restore(string what, Act act)
    {
        MustBeLegal(MatterCommand.Restore);
        Refused.If(!Hidden.Contains(what), "matters.not_hidden");
        Do(MatterCommand.Restore, act, changed: new { what });
        Hidden = [.. Hidden.Where(one => one != what)];
    }

    public bool Hides(MatterPhoto photo) => Hidden.Contains(HideMatter.OfPhoto(photo.FileId));

    public bool Hides(MatterEntry entry) => Hidden.Contains(HideMatter.OfEntry(entry.Seq));

    public bool HidesText => Hidden.Contains(HideMatter.OfText);

    /// <summary>No way out of a matter while a part of it is under way: the parts come first.</summary>
    private void MustHaveNoOpenParts(MatterRule rule) =>
        Refused.If(HasOpenParts && rule.Command != MatterCommand.EndParts && rule.To is { } to && (to == MatterState.Verifying || MatterRules.Ended.Contains(to)), "matters.parts_open");
}

/// <summary>A part of a split matter ended; the whole may end with it.</summary>
public sealed record PartEnded(Guid Whole) : IEvent;
