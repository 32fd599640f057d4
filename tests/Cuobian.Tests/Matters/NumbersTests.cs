using Cuobian.Matters;

namespace Cuobian.Tests.Matters;

/// <summary>Public numbers: digits, a check digit, and no two alike.</summary>
public sealed class NumbersTests
{
    [Fact]
    public void The_check_digit_follows_the_example_of_the_standard() => Assert.Equal('5', Numbers.CheckDigit("0794"));

    [Fact]
    public void A_month_of_numbers_has_no_two_alike_and_all_are_valid()
    {
        var numbers = Enumerable.Range(0, 200_000).Select(serial => Numbers.Format("2611", serial)).ToHashSet();
        Assert.Equal(200_000, numbers.Count);
        Assert.All(numbers, number => Assert.True(Numbers.IsValid(number)));
    }

    [Fact]
    public void Every_single_wrong_digit_is_noticed()
    {
        const int Serial = 4711;
        var number = Numbers.Format("2611", Serial);
        for (var at = 0; at < number.Length; at++)
            for (var digit = '0'; digit <= '9'; digit++)
                if (digit != number[at])
                    Assert.False(Numbers.IsValid(number[..at] + digit + number[(at + 1)..]));
    }
}
