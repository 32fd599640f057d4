using Cuobian.People.Teams;

namespace Cuobian.Tests.People.Teams;

/// <summary>Who is missing, and when a role is full.</summary>
public sealed class StaffingTests
{
    private static readonly DateOnly Day = new(2026, 3, 16);
    private static readonly TeamRole Leader = new("leader", "网格长", "Grid leader", 1, 1, Deputy: true);
    private static readonly TeamRole Helper = new("helper", "辅助力量", "Helper", 2);
    private static readonly TeamKind Kind = new() { Code = "x", Zh = "队", En = "team", Levels = [], Roles = [Leader, Helper] };

    [Fact]
    public void Missing_people_are_counted_by_role_and_a_deputy_is_no_holder()
    {
        var states = Staffing.Of(Kind, [new("leader", true, Day, null), new("helper", false, Day, null), new("helper", false, Day.AddDays(1), null), new("helper", false, Day.AddDays(-9), Day)], Day);
        Assert.Equal([(1, false), (1, false)], states.Select(s => (s.Missing, s.WantsDeputy)));
        Assert.True(Staffing.Of(Kind, [], Day)[0].WantsDeputy);
    }

    [Fact]
    public void A_role_is_full_only_on_days_that_meet()
    {
        Held[] held = [new("leader", false, Day, Day.AddDays(10))];
        Assert.True(Staffing.IsFull(Leader, held, Day.AddDays(9), null));
        Assert.False(Staffing.IsFull(Leader, held, Day.AddDays(10), null));
        Assert.False(Staffing.IsFull(Leader, held, Day.AddDays(-9), Day));
        Assert.True(Staffing.IsFull(Leader, held, Day.AddDays(-9), Day.AddDays(1)));
        Assert.False(Staffing.IsFull(Helper, [.. Enumerable.Repeat(new Held("helper", false, Day, null), 99)], Day, null));
    }

    [Fact]
    public void Two_terms_one_after_the_other_leave_room_beside_them()
    {
        var pair = Leader with { Max = 2 };
        Held[] held = [new("leader", false, Day, Day.AddDays(5)), new("leader", false, Day.AddDays(5), Day.AddDays(10))];
        Assert.False(Staffing.IsFull(pair, held, Day, Day.AddDays(10)));
        Assert.True(Staffing.IsFull(pair, [.. held, new("leader", false, Day.AddDays(4), Day.AddDays(6))], Day, Day.AddDays(10)));
    }
}
