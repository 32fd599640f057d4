using System.Net;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Words;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cuobian.Tests.Matters.Words;

/// <summary>What staff chose becomes training data; a model that is worse is never switched in, and every version stays.</summary>
public sealed class LearningTests
{
    private const string Lamp = "0203";
    private const string Cover = "0202";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_staff_chose_is_learned_without_names_and_numbers()
    {
        await using var ward = await Ward.Open();
        var told = await ward.Report(new { text = "我叫陈小明，电话13800138000，蘑菇灯不亮", point = Ward.Point() });
        await ward.Do(told, "classify", new { categoryCode = Lamp });
        await ward.Report(new { text = "没有人看过的一件", point = Ward.Point() });
        var learned = Assert.Single(await ward.App.InScope(s => s.GetRequiredService<FindDecisions>().Run(Ct)));
        Assert.Equal(Lamp, learned.Label);
        Assert.Contains("蘑菇灯", learned.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("小明", learned.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13800138000", learned.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_better_model_is_switched_in_a_worse_one_is_kept_and_both_can_be_chosen()
    {
        await using var ward = await Ward.Open();
        var classifier = ward.App.Services.GetRequiredService<Classifier>();
        var shipped = classifier.Version;
        var first = await Train(ward, Chosen(wrongly: false));
        Assert.True(first.SwitchedIn, $"{first.Before} → {first.Figures}");
        Assert.Equal(Lamp, classifier.Suggest("蘑菇灯不闪了")[0].Code);
        var better = classifier.Version;
        Assert.NotEqual(shipped, better);

        var second = await Train(ward, Chosen(wrongly: true));
        Assert.False(second.SwitchedIn, $"{second.Before} → {second.Figures}");
        Assert.Equal(better, classifier.Version);
        Assert.Equal([(2, false), (1, true), (0, false)], (await Versions(ward)).Select(v => (v.Number, v.InUse)));

        Assert.True(await ward.App.InScope(s => s.GetRequiredService<SwitchModel>().Run(0, Ct)));
        Assert.Equal(shipped, classifier.Version);
        Assert.True(await ward.App.InScope(s => s.GetRequiredService<SwitchModel>().Run(1, Ct)));
        Assert.Equal(better, classifier.Version);
        Assert.False(await ward.App.InScope(s => s.GetRequiredService<SwitchModel>().Run(9, Ct)));
    }

    [Fact]
    public async Task Another_node_follows_the_model_in_use()
    {
        await using var ward = await Ward.Open();
        await Train(ward, Chosen(wrongly: false));
        var other = new Classifier();
        var follower = new ModelInUse(other, ward.App.Services.GetRequiredService<ILogger<ModelInUse>>());
        await ward.App.InScope(async s =>
        {
            await follower.Follow(s.GetRequiredService<CuobianDb>(), Ct);
            return 0;
        });
        Assert.Equal(ward.App.Services.GetRequiredService<Classifier>().Version, other.Version);
    }

    [Fact]
    public async Task Too_few_decisions_judge_nothing()
    {
        await using var ward = await Ward.Open();
        Assert.Equal("matters.model_too_few", (await Assert.ThrowsAsync<Refused>(() => Train(ward, []))).Code);
        Assert.Empty(await ward.App.InScope(s => s.GetRequiredService<CuobianDb>().Set<StoredModel>().ToListAsync(Ct)));
    }

    [Fact]
    public async Task Only_who_may_sees_the_page_of_the_model()
    {
        await using var ward = await Ward.Open();
        Page.AssertSound(await ward.Boss.GetStringAsync("/console/model", Ct));
        Assert.Equal(HttpStatusCode.Forbidden, (await ward.Verifier.GetAsync("/api/v1/categories/models", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ward.Stranger.PostAsync("/api/v1/categories/models", null, Ct)).StatusCode);
    }

    /// <summary>Words no shipped text has; said wrongly, those that are learned contradict those that judge.</summary>
    private static List<LabelledText> Chosen(bool wrongly) =>
    [
        .. Enumerable.Range(0, 240).Select(n => n % 2 == 0 ? new LabelledText($"蘑菇灯不闪了，{Word(n)}", Lamp) : new LabelledText($"铁饼盖翘起来，{Word(n)}", Cover))
            .Select(t => wrongly && !t.IsHeldBack ? t with { Label = t.Label == Lamp ? Cover : Lamp } : t),
    ];

    private static string Word(int n) => string.Concat(n.ToString("D3", null).Select(digit => "甲乙丙丁戊己庚辛壬癸"[digit - '0']));

    private static Task<TrainModel.Answer> Train(Ward ward, List<LabelledText> more) => ward.App.InScope(s => s.GetRequiredService<TrainModel>().Run(more, Ct));

    private static async Task<IReadOnlyList<FindModels.Version>> Versions(Ward ward) => (await ward.App.InScope(s => s.GetRequiredService<FindModels>().Run(Ct))).Versions;
}
