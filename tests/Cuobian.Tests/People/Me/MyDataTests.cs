using System.Net;
using System.Net.Http.Json;
using Cuobian.People.Acts;
using Cuobian.Tests.Matters;

namespace Cuobian.Tests.People.Me;

/// <summary>A person takes a copy of what is kept about them, and puts their name right.</summary>
public sealed class MyDataTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_copy_holds_everything_of_mine_and_nothing_of_others()
    {
        await using var me = await Someone.Open();
        var mine = await me.Report();
        await me.Ward.Report(new { text = "邻居家的事", reporter = new { name = "诸葛清风", phone = "13700009876" } });
        var copy = (await me.Ask("copy", new { })).GetRawText();
        Assert.All([Someone.Name, Someone.Phone, mine.Number, "盏路灯不亮", "\"resident\""], word => Assert.Contains(word, copy, StringComparison.Ordinal));
        Assert.All(["诸葛清风", "13700009876", "邻居家的事"], word => Assert.DoesNotContain(word, copy, StringComparison.Ordinal));
        var line = Assert.Single(await me.Acts(ActNames.DataCopied));
        Assert.Equal(me.Id.ToString(), line.Subject);
    }

    [Fact]
    public async Task A_phone_that_was_proved_finds_what_was_reported_for_it_without_an_account()
    {
        await using var me = await Someone.Open();
        var told = await me.Ward.Report(new { text = "路灯不亮", reporter = new { name = "诸葛清风", phone = "137 0000 9876" } });
        var rows = await me.App.InScope(async services =>
        {
            var all = new List<object>();
            foreach (var records in Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetServices<Cuobian.People.Contracts.IPersonalRecords>(services))
                all.AddRange((await records.Copy(new Cuobian.People.Contracts.Owner(me.Id, "13700009876"), Ct)).SelectMany(k => k.Value));
            return all;
        });
        Assert.Contains(rows, row => row.ToString()!.Contains(told.Number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_copy_is_a_file_behind_a_button_and_at_most_three_an_hour()
    {
        await using var me = await Someone.Open();
        var page = await me.Client.GetStringAsync("/me/data", Ct);
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
        var answer = await me.Client.PostAsync("/me/data/copy", form, Ct);
        Assert.Equal("cuobian-my-data.json", answer.Content.Headers.ContentDisposition!.FileName);
        await me.Ask("copy", new { });
        await me.Ask("copy", new { });
        Assert.Equal((409, "people.copy_wait"), await Ward.Outcome(await me.Client.PostAsJsonAsync("/api/v1/me/copy", new { }, Ct)));
        me.App.Clock.Advance(TimeSpan.FromMinutes(61));
        await me.Ask("copy", new { });
        using var forged = new FormUrlEncodedContent([]);
        Assert.Equal(HttpStatusCode.BadRequest, (await me.Client.PostAsync("/me/data/copy", forged, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_new_name_stands_in_the_account_and_open_matters_and_ended_ones_get_a_note()
    {
        await using var me = await Someone.Open();
        var (open, ended) = (await me.Report(), await me.Ended());
        var rows = await me.Ask("correct", new { name = " 欧阳瑞霜 " });
        Assert.Equal(3, rows.GetProperty("rows").GetInt32());
        Assert.Equal("欧阳瑞霜", (await me.Account()).Name);
        Assert.Equal("欧阳瑞霜", (await me.Stored(open)).Name);
        Assert.Equal(Someone.Name, (await me.Stored(ended)).Name);
        var note = (await me.Ward.Stored(ended)).Entries.MaxBy(e => e.Seq)!;
        Assert.Contains("更正", note.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("欧阳", note.Words, StringComparison.Ordinal);
        var line = Assert.Single(await me.Acts(ActNames.DataCorrected));
        Assert.DoesNotContain("欧阳", line.Details!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_is_not_changed_by_typing_another()
    {
        await using var me = await Someone.Open();
        var answer = await me.Client.PostAsJsonAsync("/api/v1/me/correct", new { name = "林", phone = "13800000000" }, Ct);
        Assert.Equal((409, "people.phone_by_confirmation"), await Ward.Outcome(answer));
        Assert.Equal(400, (int)(await me.Client.PostAsJsonAsync("/api/v1/me/correct", new { name = " " }, Ct)).StatusCode);
        Assert.Contains("新号码", await me.Client.GetStringAsync("/me/correct", Ct), StringComparison.Ordinal);
    }
}
