using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Search;
using Cuobian.Places.Contracts;

namespace Cuobian.Bench;

/// <summary>One matter lives in the past: the product's own aggregate walks its own table, its bells ring at their instants; only the doors are left out.</summary>
internal sealed class Life
{
    private readonly House house;
    private readonly List<Raised> bells = [];
    private int heard;
    private DateTimeOffset at;

    private Life(House house, Category category, GridShape grid, Matter matter)
    {
        (this.house, Category, Grid, Matter, at) = (house, category, grid, matter, matter.RegisteredAt);
        Hear();
    }

    public Matter Matter { get; }

    public Category Category { get; }

    public GridShape Grid { get; }

    /// <summary>When it ends as most do: the time until it is taken on, put right, looked at and rated; nulls end it earlier.</summary>
    public sealed record Course(TimeSpan? Accepted, TimeSpan? Submitted = null, TimeSpan? Verified = null, TimeSpan? Rated = null, bool IsContent = true, bool Fails = false);

    /// <summary>Reported there and then, and sent where the rules send it.</summary>
    public static Life Begin(House house, int serial, DateTimeOffset at, Category category, GridShape grid, string text, GeoPoint? point = null, bool triage = false)
    {
        var place = new Place(grid.Code, grid.Code, point ?? grid.Rings[0][0], null);
        var visibility = category.Sensitive ? Visibility.Restricted : Visibility.Public;
        var report = new Report(Numbers.Format(House.Month, serial), text, Channel.Api, place, category, visibility) { Pins = house.Clocking.Pins };
        var life = new Life(house, category, grid, Matter.Register(report, house.Clocking.Act(Actor.Anonymous, Part.Reporter, at)));
        var system = house.Clocking.Act(Actor.System, Part.System, at);
        if (!triage && house.Router.Find(category, grid.Code) is { } route) life.Matter.Route(route.Unit.Code, route.Because, category, system);
        else life.Matter.SendToTriage("twin", category, system);
        life.Hear();
        return life;
    }

    /// <summary>Goes on until now at the latest.</summary>
    public Life Go(Course course, Actor handler, Actor verifier)
    {
        var goesOn = Matter.State == MatterState.Dispatched
            && Then(course.Accepted, Part.Staff, handler, act => Matter.Accept(act))
            && Then(course.Submitted, Part.Staff, handler, act => Matter.Submit(Outcome.Solved, Category, act with { Words = "已经修好。" }))
            && (!course.Fails || Again(course, handler, verifier))
            && Then(course.Verified, Part.Staff, verifier, act => Matter.Pass(act))
            && Then(course.Rated, Part.Reporter, Actor.Anonymous, act => Matter.Rate(new Rating(true, course.IsContent, course.IsContent), Category, act));
        return this;
    }

    /// <summary>Lets what is due until an instant ring.</summary>
    public Life Wait(DateTimeOffset until)
    {
        while (bells.Where(b => b.At <= until).MinBy(b => b.At) is { } bell)
        {
            bells.Remove(bell);
            var act = house.Clocking.Act(Actor.System, Part.System, bell.At!.Value, Matter);
            if (bell.Event is ClockDue due) Matter.Ring(due.Clock, act);
            else if (bell.Event is BreachStands breach) Matter.GoUp(breach.Clock, act);
            Hear();
        }
        return this;
    }

    /// <summary>Its rows as the product would have stored them, and the timers that wait.</summary>
    public IEnumerable<object> Rows() =>
    [
        Matter, .. Matter.Clocks, .. Matter.Entries,
        new MatterReporter { MatterId = Matter.Id, CodeHash = Codes.Hash(Matter.Number, CodeOf(Matter.Number)) },
        MatterSearch.Of(SearchedText.Of(Matter), house.SearchKey),
        .. bells.SelectMany(bell => house.Reactions.To(bell.Event.GetType()).Select(reaction => new Work
        {
            // A key from the time when it rings would say that a clock was ahead.
            Id = Guid.CreateVersion7(bell.At < house.Now ? bell.At.Value : house.Now),
            Reaction = reaction.FullName!,
            DueAt = bell.At!.Value,
            Event = JsonSerializer.Serialize(bell.Event, bell.Event.GetType()),
        })),
    ];

    /// <summary>A code that a reader of the load kit can know.</summary>
    public static string CodeOf(string number) => number[..Codes.Length];

    private bool Again(Course course, Actor handler, Actor verifier) =>
        Then(course.Verified, Part.Staff, verifier, act => Matter.Fail(Category, act with { Reason = "现场还没有清干净。" }))
        && Then(course.Submitted, Part.Staff, handler, act => Matter.Submit(Outcome.Solved, Category, act with { Words = "又去了一次,已经清理干净。" }));

    private bool Then(TimeSpan? after, Part part, Actor by, Action<Act> give)
    {
        if (after is null || at + after.Value is var then && then > house.Now) return false;
        Wait(at = then);
        give(house.Clocking.Act(by, part, at, Matter));
        Hear();
        return true;
    }

    private void Hear()
    {
        for (; heard < Matter.Raised.Count; heard++)
            if (Matter.Raised[heard].At is not null) bells.Add(Matter.Raised[heard]);
    }
}
