using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>The verbs of a matter; each checks what only it knows and leaves the rest to the table.</summary>
public sealed partial class Matter
{
    public void Route(string unit, string because, Category category, Act act)
    {
        MustBeLegal(MatterCommand.Route);
        RaiseByWeight(category, act);
        Do(MatterCommand.Route, act, category, new { unit, because });
        (LeadUnit, RoutedBecause) = (unit, because);
    }

    public void SendToTriage(string because, Category? category, Act act)
    {
        MustBeLegal(MatterCommand.SendToTriage);
        RaiseByWeight(category, act);
        Do(MatterCommand.SendToTriage, act, category, new { because });
        RoutedBecause = because;
    }

    public void Classify(Category category, Place? place, Act act)
    {
        var changed = new { category = new[] { CategoryCode, category.Code }, area = place is null ? null : new[] { Area, place.Area } };
        MustBeLegal(MatterCommand.Classify);
        CategoryCode = category.Code;
        if (category.Sensitive && Visibility == Visibility.Public) Visibility = Visibility.Restricted;
        RaiseByWeight(category, act);
        if (place is not null) (Area, Grid) = (place.Area, place.Grid);
        Do(MatterCommand.Classify, act, category, changed);
    }

    public void Dispatch(string unit, Category? category, Act act)
    {
        MustBeLegal(MatterCommand.Dispatch);
        Refused.If(category is null, "matters.category_missing");
        MustNotBeCalled(unit);
        var changed = new { unit = new[] { LeadUnit, unit } };
        Do(MatterCommand.Dispatch, act, category, changed);
        LeadUnit = unit;
    }

    public void Accept(Act act)
    {
        Do(MatterCommand.Accept, act);
        (Handler, HandlerUnit) = (act.By.Account, act.By.Unit ?? LeadUnit);
    }

    /// <summary>Sends it back inside the return window, counted from the dispatch; a second return by the same unit or a third in all raises the tier.</summary>
    public void Return(Category? category, Act act, bool again = false, ReturnReason why = ReturnReason.Other)
    {
        MustBeLegal(MatterCommand.Return);
        if (clocks.Where(c => c.Kind == ClockKind.Accept).MaxBy(c => c.StartedAt) is { } accept)
            Refused.If(act.Clockwork.Minutes(accept.Pace, accept.StartedAt, act.At) > act.Clockwork.Limits.ReturnWindow.On(accept.Pace), "matters.return_window_over");
        Do(MatterCommand.Return, act, category, new { why = why.ToString() });
        if (++Returns >= 3 || again) RaiseTier(Tier.Key, act.At);
    }

    public void AcceptTimeout(Act act)
    {
        Do(MatterCommand.AcceptTimeout, act);
        Raise(new ClockBreached(Id, Number, Area, LeadUnit, nameof(ClockKind.Accept), 1, act.At));
    }

    public void SelfHandle(Category? category, Act act)
    {
        MustBeLegal(MatterCommand.SelfHandle);
        Refused.If(category is not { AllowsSelfHandling: true }, "matters.not_on_the_spot");
        // When verification fails the work goes back to a unit, so there must be one.
        Refused.If((LeadUnit ?? act.By.Unit) is null, "matters.unit_missing");
        MustBeDoneByAll();
        Do(MatterCommand.SelfHandle, act, category);
        LeadUnit ??= act.By.Unit;
        (Handler, HandlerUnit, Outcome, Answer) = (act.By.Account, act.By.Unit, Matters.Outcome.Solved, act.Words);
    }

    public void Submit(Outcome outcome, Category? category, Act act)
    {
        MustBeLegal(MatterCommand.Submit);
        MustBeDoneByAll();
        Do(MatterCommand.Submit, act, category, new { outcome = outcome.ToString() });
        (Handler, HandlerUnit, Outcome, Answer) = (act.By.Account, act.By.Unit ?? LeadUnit, outcome, act.Words);
    }

    /// <summary>The answer is out: what it took the unit and what it took the people are kept side by side.</summary>
    public void Pass(Act act)
    {
        Do(MatterCommand.Pass, act);
        var handled = clocks.Where(c => c.Kind == ClockKind.Handle).ToList();
        (AnsweredAt, CitizenMinutes) = (act.At, (int)(act.At - RegisteredAt).TotalMinutes);
        UnitMinutes = handled.Exists(c => c.UsedMinutes is null) ? null : handled.Sum(c => c.UsedMinutes);
    }

    /// <summary>Back to the handler with what time was left and some more; the second failure makes it a key matter.</summary>
    public void Fail(Category? category, Act act)
    {
        Do(MatterCommand.Fail, act, category);
        if (++Fails >= 2) RaiseTier(Tier.Key, act.At);
    }

    /// <summary>The reporter's three answers: content closes the matter, discontent brings it before the centre.</summary>
    public void Rate(Rating rating, Category? category, Act act)
    {
        Refused.If(act.By.Account is { } rater && rater == Handler, "matters.own_work");
        Do(rating.IsContent ? MatterCommand.Rate : MatterCommand.Contest, act, category, rating);
        (RatedPrompt, RatedSolved, RatedSatisfied) = (rating.Prompt, rating.Solved, rating.Satisfied);
        if (State == MatterState.Closed) ClosedAt = act.At;
    }

    /// <summary>Nobody answered in time: closed, with no answer, which is never counted as satisfied.</summary>
    public void Lapse(Act act)
    {
        Do(MatterCommand.Lapse, act);
        ClosedAt = act.At;
    }

    public void Rework(Category? category, Act act) => Do(MatterCommand.Rework, act, category);

    public void Uphold(Act act)
    {
        Do(MatterCommand.Uphold, act);
        ClosedAt = act.At;
    }

    /// <summary>Back to the same unit with new clocks; old verdicts stay. A reporter may do it twice, within the days after closing.</summary>
    public void Reopen(Category? category, Act act)
    {
        MustBeLegal(MatterCommand.Reopen);
        Refused.If(LeadUnit is null, "matters.reopen_a_part");
        if (act.Part == Part.Reporter)
        {
            Refused.If(act.At > ClosedAt!.Value.AddDays(act.Clockwork.Limits.ReopenDays), "matters.reopen_too_late", act.Clockwork.Limits.ReopenDays);
            Refused.If(Reopens >= act.Clockwork.Limits.ReopensByReporter, "matters.reopened_enough", act.Clockwork.Limits.ReopensByReporter);
        }
        RaiseTier(Reopens == 0 ? Tier.Key : Tier.Hard, act.At);
        Do(MatterCommand.Reopen, act, category);
        Reopens++;
        ClosedAt = null;
    }

    /// <summary>Not for safety: what endangers others goes on as an official follow-up.</summary>
    public void Withdraw(Category? category, Act act)
    {
        MustBeLegal(MatterCommand.Withdraw);
        Refused.If(category?.Kind == CategoryKind.Safety, "matters.safety_goes_on");
        Do(MatterCommand.Withdraw, act);
        ClosedAt = act.At;
    }

    public void Support(Act act)
    {
        Do(MatterCommand.Support, act);
        Supporters++;
        RaiseByWeight(null, act);
    }

    public void Comment(Act act) => Do(MatterCommand.Comment, act);

    public void Urge(Act act) => Do(MatterCommand.Urge, act);

    public void Attach(IEnumerable<Guid> files, PhotoStage stage, Act act)
    {
        Do(MatterCommand.Attach, act, changed: new { files });
        AddPhotos(files, stage, act.At);
    }

    /// <summary>Photos that come with another command.</summary>
    internal void AddPhotos(IEnumerable<Guid> files, PhotoStage stage, DateTimeOffset at) =>
        photos.AddRange(files.Select(file => new MatterPhoto { MatterId = Id, FileId = file, Stage = stage, At = at }));

    /// <summary>Fills in due times that waited for a calendar; answers whether there were any that it now knows.</summary>
    internal bool Reckon(Clockwork clockwork)
    {
        var mended = false;
        foreach (var clock in clocks.Where(c => c.Runs && c.DueAt is null))
        {
            clock.Reckon(clockwork);
            mended |= clock.DueAt is not null;
            RingWhenDue(clock, clockwork);
        }
        mended |= ReckonCalls(clockwork);
        SetNextDue();
        return mended;
    }
}
