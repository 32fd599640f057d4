using System.Net;
using System.Text.Json;
using Cuobian.Matters.Words;
using Cuobian.Tests.Support;

namespace Cuobian.Tests.Matters.Words;

public sealed class ClassifierTests
{
    private static readonly ModelMaker Maker = new(new TrainingSettings());

    /// <summary>Found by cross-validation: 0.83, 0.93, 0.05; the floors leave room for a processor that rounds differently.</summary>
    [Fact]
    public void Most_reports_that_the_model_never_saw_are_guessed_right()
    {
        var figures = Maker.Evaluate([.. ShippedTexts.Lexicon(), .. ShippedTexts.Reports()], folds: 5);
        Assert.True(figures.Top1 >= 0.75 && figures.Top3 >= 0.87, figures.ToString());
        Assert.True(figures.CalibrationError <= 0.10, figures.ToString());
    }

    [Fact]
    public void The_same_texts_train_the_same_model()
    {
        var few = ShippedTexts.All().Where(t => t.Label.StartsWith("02", StringComparison.Ordinal)).ToList();
        Assert.Equal(ModelFile.Write(Maker.Make(few)), ModelFile.Write(Maker.Make(few)));
    }

    /// <summary>If this fails: <c>./cuobian classifier train --output src/Cuobian/Matters/Words/Seed/shipped.model</c>.</summary>
    [Fact]
    public void The_shipped_model_was_trained_on_what_ships()
    {
        Assert.Equal(LabelledText.Fingerprint(ShippedTexts.All()), Classifier.Shipped.TrainedOn);
        Assert.Equal(ShippedTexts.Codes.Order(), Classifier.Shipped.Labels);
    }

    [Fact]
    public void A_stored_model_guesses_as_before()
    {
        var read = ModelFile.Read(new MemoryStream(ModelFile.Write(Classifier.Shipped)));
        Assert.All(ShippedTexts.Reports(), report => Assert.Equal(Classifier.Shipped.Suggest(report.Text)[0].Code, read.Suggest(report.Text)[0].Code));
        Assert.Equal(Classifier.Shipped.Figures, read.Figures);
        Assert.Equal(Classifier.Shipped.Temperature, read.Temperature);
    }

    [Theory, InlineData(0), InlineData(40), InlineData(5000)]
    public void A_damaged_model_is_refused(int length) =>
        Assert.Throws<InvalidDataException>(() => ModelFile.Read(new MemoryStream(ModelFile.Write(Classifier.Shipped)[..length])));

    [Fact]
    public void The_words_that_spoke_stand_in_the_text()
    {
        var classifier = new Classifier();
        foreach (var report in ShippedTexts.Reports())
            foreach (var guess in classifier.Suggest(report.Text))
                Assert.All(guess.Because, word => Assert.Contains(word, report.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("小区东门那盏路灯坏三天了，晚上黑漆漆", "0203", "路灯")]
    [InlineData("老板拖欠工资三个月不发", "0804", "拖欠工资")]
    public void A_guess_says_why(string text, string code, string word)
    {
        var guess = new Classifier().Suggest(text)[0];
        Assert.Equal(code, guess.Code);
        Assert.Contains(guess.Because, because => because.Contains(word, StringComparison.Ordinal));
    }

    [Theory, InlineData(""), InlineData("   "), InlineData("𠮷𠮷"), InlineData("\ud800"), InlineData("！？。"), InlineData("zzqqxx")]
    public void A_text_that_says_nothing_gets_three_doubtful_guesses(string text)
    {
        var guesses = new Classifier().Suggest(text);
        Assert.Equal(3, guesses.Count);
        Assert.All(guesses, guess => Assert.InRange(guess.Probability, 0, 0.6));
    }

    [Fact]
    public void Guesses_come_likeliest_first_and_never_exceed_certainty()
    {
        foreach (var report in ShippedTexts.Reports())
        {
            var guesses = new Classifier().Suggest(report.Text);
            Assert.Equal(guesses.OrderByDescending(g => g.Probability), guesses);
            Assert.InRange(guesses.Sum(g => g.Probability), 0, 1.0001);
        }
    }

    [Fact]
    public void A_very_long_text_is_guessed_from_its_beginning()
    {
        var start = string.Concat(Enumerable.Repeat("路灯不亮，没有路灯。", 150));
        Assert.Equal(new Classifier().Suggest(start)[0], new Classifier().Suggest(start + new string('好', 50_000))[0], (one, other) => one.Code == other.Code && one.Probability == other.Probability);
    }

    [Fact]
    public async Task Anybody_may_ask_what_a_text_is_about()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await client.GetAsync("/api/v1/categories/suggest?text=" + Uri.EscapeDataString("隔壁屋顶着火了，火苗很大"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("119", body.GetProperty("hotline").GetString());
        var first = body.GetProperty("suggestions")[0];
        Assert.Equal("1104", first.GetProperty("code").GetString());
        Assert.Equal(3, body.GetProperty("suggestions").GetArrayLength());
        Assert.NotEmpty(first.GetProperty("because").EnumerateArray());
    }

    [Fact]
    public async Task Asking_about_nothing_is_a_fault()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await client.GetAsync("/api/v1/categories/suggest", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
