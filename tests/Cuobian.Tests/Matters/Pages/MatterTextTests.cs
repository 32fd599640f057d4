using System.Globalization;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cuobian.Tests.Matters.Pages;

/// <summary>Every value people can meet has its word in both languages.</summary>
public sealed class MatterTextTests
{
    private static readonly StringLocalizer<Text> Words = new(new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void Every_value_has_its_word(string language)
    {
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        Assert.NotEmpty(MatterText.Spoken);
        foreach (var value in MatterText.Spoken.SelectMany(type => Enum.GetValues(type).Cast<Enum>()))
            Assert.False(Words[MatterText.Key(value)].ResourceNotFound, MatterText.Key(value));
    }

    [Fact]
    public void A_number_is_read_in_groups_of_four() => Assert.Equal("2611 2248 3917", MatterNumber.Grouped("261122483917"));
}
