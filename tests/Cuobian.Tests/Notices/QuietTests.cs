using Cuobian.Notices;
using Cuobian.Notices.Letters;
using Cuobian.Notices.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace Cuobian.Tests.Notices;

/// <summary>Hours of rest, digests, and the table of topics, without a house.</summary>
public sealed class QuietTests
{
    [Theory]
    [InlineData("2026-03-16T21:59:00+08:00", "2026-03-16T21:59:00+08:00")]
    [InlineData("2026-03-16T22:00:00+08:00", "2026-03-17T07:00:00+08:00")]
    [InlineData("2026-03-17T06:59:00+08:00", "2026-03-17T07:00:00+08:00")]
    [InlineData("2026-03-16T15:00:00Z", "2026-03-17T07:00:00+08:00")]
    public void Night_ends_in_the_morning(string at, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), Quiet.After(DateTimeOffset.Parse(at, null), Quiet.From, Quiet.Until));

    [Fact]
    public void Whatever_the_hours_what_goes_out_goes_out_awake_and_within_a_day() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 1439).Three().ToArbitrary(), minutes =>
        {
            var (now, from, until) = minutes;
            var at = new DateTimeOffset(2026, 3, 16, 0, 0, 0, TimeSpan.FromHours(8)).AddMinutes(now);
            var after = Quiet.After(at, from, until);
            return after >= at && after < at.AddDays(1) && Quiet.After(after, from, until) == after;
        }));

    [Fact]
    public void A_digest_goes_at_the_full_hour_or_at_eight()
    {
        var at = new DateTimeOffset(2026, 3, 16, 9, 20, 0, TimeSpan.FromHours(8));
        Assert.Equal(at, Quiet.Gathering(at, Digest.AtOnce));
        Assert.Equal(at.AddMinutes(40), Quiet.Gathering(at, Digest.Hourly));
        Assert.Equal(new DateTimeOffset(2026, 3, 17, 8, 0, 0, TimeSpan.FromHours(8)), Quiet.Gathering(at, Digest.Daily));
    }

    [Fact]
    public void Every_topic_has_words_for_all_its_ways_and_uses_only_placeholders_that_the_way_knows()
    {
        foreach (var topic in Topics.All)
            foreach (var way in topic.By)
                foreach (var english in new[] { false, true })
                {
                    var template = ShippedTemplates.For(topic.Code, way, english);
                    var faults = new Kernel.Faults();
                    Placeholders.Check(faults, "title", template.Title, way);
                    Placeholders.Check(faults, "text", template.Text, way);
                    faults.Throw();
                    Assert.NotEmpty(ShippedTemplates.NameOf(topic.Code, english));
                }
    }

    [Fact]
    public void Only_robots_are_told_by_robot_and_duties_are_for_staff_alone()
    {
        foreach (var topic in Topics.All)
        {
            Assert.Equal(topic.To.Contains(Audience.Hook), topic.By.Contains(Way.Hook));
            Assert.False(topic is { Duty: true, IsForResidents: true }, topic.Code);
        }
    }
}
