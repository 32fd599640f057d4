using Cuobian.Kernel;
using Cuobian.People;
using FsCheck;
using FsCheck.Fluent;

namespace Cuobian.Tests.People;

/// <summary>A right is a permission, inside an area, and sometimes only for what one unit leads.</summary>
public sealed class GrantTests
{
    private static readonly Gen<string> Area =
        from levels in Gen.Choose(0, 6)
        from digits in Gen.Elements('1', '2').ArrayOf(15)
        select new string(digits)[..new[] { 0, 2, 4, 6, 9, 12, 15 }[levels]];

    private static readonly Gen<string?> Unit = Gen.Elements<string?>(null, "U1", "U2");
    private static readonly Gen<string> Permission = Gen.Elements("matters.read", "matters.handle");

    [Fact]
    public void A_grant_covers_its_permission_in_its_area_for_its_unit_and_nothing_else() =>
        Prop.ForAll(Arb.From(
                from held in Permission
                from area in Area
                from unit in Unit
                from asked in Permission
                from place in Area
                from lead in Unit
                select (Grant: new Grant(held, area, unit), asked, place, lead)),
            t => t.Grant.Covers(t.asked, t.place, t.lead) ==
                 (t.Grant.Permission == t.asked
                  && t.place.Length >= t.Grant.Area.Length && t.place[..t.Grant.Area.Length] == t.Grant.Area
                  && (t.Grant.Unit == null || t.Grant.Unit == t.lead)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_allowed_in_an_area_is_allowed_in_every_area_below_it() =>
        Prop.ForAll(Arb.From(
                from grant in Area
                from place in Area
                from below in Area
                select (Grant: new Grant("matters.read", grant), place, below)),
            t => !t.Grant.Covers("matters.read", t.place, null) || t.Grant.Covers("matters.read", t.place + t.below, null))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_post_gives_rights_only_while_it_is_held() =>
        Prop.ForAll(Arb.From(
                from start in Gen.Choose(0, 10)
                from length in Gen.Choose(0, 10)
                from open in Gen.Elements(true, false)
                from day in Gen.Choose(-1, 21)
                select (start, end: open ? (int?)null : start + length, day)),
            t =>
            {
                var post = Held(Day(t.start), t.end is { } end ? Day(end) : null);
                return post.HeldAt(Day(t.day)) == (t.day >= t.start && (t.end is null || t.day < t.end));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_handler_of_one_unit_may_not_touch_what_another_leads()
    {
        var role = SeedData.Roles().Single(r => r.Code == "department-handler");
        var post = Held(Day(0), null);
        var handler = new Actor(post.Account, "", post.Unit, [.. post.Grants(role)]);
        Assert.True(handler.May("matters.handle", "359902001", "359902000000-CG"));
        Assert.False(handler.May("matters.handle", "359902001", "359902000000-HW"));
        Assert.False(handler.May("matters.handle", "359902001"));
        Assert.False(handler.May("matters.handle", "359921", "359902000000-CG"));
        Assert.Throws<Denied>(() => handler.Require("matters.verify", "359902001", "359902000000-CG"));
    }

    private static DateTimeOffset Day(int day) => new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    private static Post Held(DateTimeOffset from, DateTimeOffset? to) => new()
    {
        Id = Guid.CreateVersion7(from),
        Account = Guid.CreateVersion7(from),
        Role = "department-handler",
        Area = "359902",
        Unit = "359902000000-CG",
        From = from,
        To = to,
    };
}
