using System.Globalization;
using Cuobian.Web;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cuobian.Tests.Web;

/// <summary>Times are said the way people say them, in both languages.</summary>
public sealed class TimeWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 14, 0, 0, TimeSpan.FromHours(8));

    private static readonly TimeWords Times = new(new StringLocalizer<Cuobian.Web.Text>(
        new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance)));

    [Theory]
    [InlineData(0, "还剩不到 1 分", "less than a minute left")]
    [InlineData(42, "还剩 42 分", "42 min left")]
    [InlineData(60, "还剩 1 小时", "1 hour left")]
    [InlineData(180, "还剩 3 小时", "3 hours left")]
    [InlineData(197, "还剩 3 小时 17 分", "3 h 17 min left")]
    [InlineData(24 * 60, "还剩 1 天", "1 day left")]
    [InlineData(50 * 60, "还剩 2 天 2 小时", "2 days 2 h left")]
    [InlineData(75 * 60, "还剩 3 天", "3 days left")]
    [InlineData(-42, "超 42 分", "42 min over")]
    [InlineData(-26 * 60, "超 1 天 2 小时", "1 day 2 h over")]
    public void What_is_left_or_over_is_said_in_its_largest_units(int minutes, string chinese, string english) =>
        AssertSays(chinese, english, () => Times.Left(Now, Now.AddMinutes(minutes)));

    [Theory]
    [InlineData("2026-03-16T13:59:30+08:00", "刚刚", "just now")]
    [InlineData("2026-03-16T13:55:00+08:00", "5 分钟前", "5 min ago")]
    [InlineData("2026-03-16T09:20:00+08:00", "今天 09:20", "today 09:20")]
    [InlineData("2026-03-15T19:42:00+08:00", "昨天 19:42", "yesterday 19:42")]
    [InlineData("2026-03-15T16:30:00Z", "今天 00:30", "today 00:30")]
    [InlineData("2026-03-11T08:00:00+08:00", "3 月 11 日 08:00", "Mar 11, 08:00")]
    [InlineData("2026-01-30T08:00:00+08:00", "1 月 30 日", "Jan 30")]
    [InlineData("2025-11-30T08:00:00+08:00", "2025 年 11 月 30 日", "Nov 30, 2025")]
    [InlineData("2026-03-17T09:00:00+08:00", "明天 09:00", "tomorrow 09:00")]
    public void What_happened_is_told_from_where_the_reader_stands_in_Beijing_time(string at, string chinese, string english) =>
        AssertSays(chinese, english, () => Times.Ago(Now, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)));

    [Fact]
    public void The_exact_time_names_the_day_of_the_week() =>
        AssertSays("2026 年 3 月 16 日 星期一 14:00:00", "Monday, 16 March 2026 14:00:00", () => Times.Exact(Now.ToUniversalTime()));

    private static void AssertSays(string chinese, string english, Func<string> say)
    {
        Assert.Equal(chinese, In("zh-CN", say));
        Assert.Equal(english, In("en", say));
    }

    private static string In(string culture, Func<string> say)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        try
        {
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
