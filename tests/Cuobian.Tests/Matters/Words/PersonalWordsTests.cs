using Cuobian.Matters.Words;
using FsCheck;
using FsCheck.Fluent;

namespace Cuobian.Tests.Matters.Words;

public sealed class PersonalWordsTests
{
    private static readonly PersonalWords Words = new();

    [Theory]
    [InlineData("打我电话13800138000谢谢", "打我电话138******00谢谢")]
    [InlineData("138-0013-8000", "138-****-**00")]
    [InlineData("手机１３８００１３８０００", "手机１３８******００")]
    [InlineData("微信一三八零零一三八零零零", "微信一三八******零零")]
    [InlineData("+86 138 0013 8000", "+86 1** **** **00")]
    [InlineData("座机0595-22345678", "座机059*-********")]
    [InlineData("身份证350502199001011234", "身份证350***************")]
    [InlineData("身份证号35050219900101123X。", "身份证号350***************。")]
    [InlineData("卡号6222 0212 3456 7890 128", "卡号**** **** **** ***0 128")]
    [InlineData("邮箱chen.xm@example.com", "邮箱c***.**@*******.***")]
    [InlineData("闽C12345和闽DD12345挡路", "闽C*****和闽D******挡路")]
    [InlineData("我叫陈小明，住在东门", "我叫陈**，住在东门")]
    [InlineData("联系人：林美丽", "联系人：林**")]
    [InlineData("姓名欧阳海", "姓名欧**")]
    public void What_identifies_a_person_is_hidden(string text, string masked) => Assert.Equal(masked, Words.Mask(text));

    [Theory]
    [InlineData("路灯不亮三天了，2026年3月16日晚上8点半开始")]
    [InlineData("打110、119、12345都没人来，3栋502")]
    [InlineData("收了1280.50元，还差3600元")]
    [InlineData("我叫他不要停，他不听")]
    [InlineData("一二三楼都漏水")]
    public void What_identifies_nobody_stays(string text) => Assert.Equal(text, Words.Mask(text));

    [Fact]
    public void Masking_keeps_the_length_and_masking_again_changes_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Text(), text =>
        {
            var once = Words.Mask(text);
            return once.Length == text.Length && Words.Mask(once) == once;
        }));

    [Fact]
    public void No_digit_run_of_a_mobile_number_survives() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Text(), Number(), (text, number) =>
        {
            var masked = Words.Mask($"{text}，{number} {text}");
            return Enumerable.Range(0, 6).Select(at => number.Substring(at, 6)).All(run => text.Contains(run, StringComparison.Ordinal) || !masked.Contains(run, StringComparison.Ordinal));
        }));

    private static Arbitrary<string> Text() => Gen.Elements("我叫", "陈", "小明", "电话", "：", "138", "0013", "8000", " ", "-", "微信", "闽C", "A1234", "@", "a.b", ".com", "350502", "19900101", "路灯", "０５９５", "零", "x", "*")
        .ArrayOf().Select(string.Concat).ToArbitrary();

    private static Arbitrary<string> Number() => Gen.Choose(0, 9).ArrayOf(9).Select(digits => "13" + string.Concat(digits)).ToArbitrary();
}
