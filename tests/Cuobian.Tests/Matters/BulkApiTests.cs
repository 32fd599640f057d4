using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Bulk;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Cuobian.Tests.Matters;

/// <summary>One command for many matters: each with its own result, a few at once, many in the background; and the list as a spreadsheet.</summary>
public sealed class BulkApiTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_matter_stands_or_fails_for_itself()
    {
        await using var ward = await Ward.Open();
        var (one, other, wrong) = (await ward.In(MatterState.Triage), await ward.In(MatterState.Triage), await ward.In(MatterState.Handling));
        var answer = await Bulk(ward, new { command = "dispatch", unitCode = Ward.Lead, numbers = new[] { one.Number, other.Number, wrong.Number, "260300000005", one.Number } });
        Assert.Equal((4, 2, 2, true), (Int(answer, "total"), Int(answer, "done"), Int(answer, "failed"), answer.GetProperty("finished").GetBoolean()));
        Assert.Equal(["", "", "matters.wrong_state", "http_404"], answer.GetProperty("items").EnumerateArray().Select(i => i.TryGetProperty("code", out var code) ? code.GetString() ?? "" : ""));
        Assert.Equal(MatterState.Dispatched, (await ward.Stored(other)).State);
        // Who gave it reads it, nobody else.
        var path = $"{Ward.Matters}/bulk/{answer.GetProperty("id").GetGuid()}";
        Assert.Equal((200, 404), ((int)(await ward.Boss.GetAsync(path, Ct)).StatusCode, (int)(await ward.Verifier.GetAsync(path, Ct)).StatusCode));
    }

    [Fact]
    public async Task What_is_the_same_is_merged_and_what_was_settled_is_proposed_for_rejection()
    {
        await using var ward = await Ward.Open();
        var (open, settled, first, second) = (await ward.In(MatterState.Handling), await ward.In(MatterState.Closed), await ward.In(MatterState.Triage), await ward.In(MatterState.Triage));
        await Bulk(ward, new { command = "duplicate", target = open.Number, reason = "同一盏灯", numbers = new[] { first.Number } });
        await Bulk(ward, new { command = "duplicate", target = settled.Number, reason = "上周已修好", numbers = new[] { second.Number } });
        Assert.Equal(MatterState.Merged, (await ward.Stored(first)).State);
        Assert.Equal(RequestKind.Rejection, (await ward.Stored(second)).Request!.Kind);
        var urged = await Bulk(ward, new { command = "urge", numbers = new[] { open.Number } });
        var again = await Bulk(ward, new { command = "urge", numbers = new[] { open.Number } });
        Assert.Equal((1, 1), (Int(urged, "done"), Int(again, "failed")));
    }

    [Fact]
    public async Task More_than_two_hundred_wait_for_the_background_which_does_nothing_twice()
    {
        await using var ward = await Ward.Open();
        var told = await ward.In(MatterState.Triage);
        var numbers = Enumerable.Range(1_000_000, 220).Select(i => Numbers.Format("2603", i)).Append(told.Number).ToArray();
        var response = await Ward.Post(ward.Boss, "/bulk", new { command = "dispatch", unitCode = Ward.Lead, numbers });
        Assert.Equal(202, (int)response.StatusCode);
        var path = response.Headers.Location!.OriginalString;
        for (var round = 0; round < 5; round++) await ward.App.InScope(scope => BulkChore.Work(scope, Ct), Actor.System);
        var answer = await Ward.Read(await ward.Boss.GetAsync(path, Ct));
        Assert.Equal((221, 1, 220, true), (Int(answer, "total"), Int(answer, "done"), Int(answer, "failed"), answer.GetProperty("finished").GetBoolean()));
        Assert.Single((await ward.Stored(told)).Entries, e => e.Command == MatterCommand.Dispatch);
    }

    [Fact]
    public async Task What_a_command_needs_is_asked_for_before_anything_is_done()
    {
        await using var ward = await Ward.Open();
        foreach (var form in new object[] { new { command = "dispatch", numbers = new[] { "1" } }, new { command = "merge", numbers = new[] { "1" } }, new { command = "accept" }, new { numbers = new[] { "1" } } })
            Assert.Equal((400, "invalid"), await Ward.Outcome(await Ward.Post(ward.Boss, "/bulk", form)));
    }

    [Fact]
    public async Task The_ledger_is_a_spreadsheet_without_names_and_phones()
    {
        await using var ward = await Ward.Open();
        var clerk = await ward.Hire("clerk", [MattersPermissions.Read, MattersPermissions.ReportFor], Town.One, Ward.Community);
        await ward.Report(new { text = "=1+1 路灯坏了", point = Ward.Point(), reporter = new { name = "张小明", phone = "13800001234" } }, clerk);
        await ward.Report();
        var response = await ward.Boss.GetAsync($"{Ward.Matters}/ledger.xlsx?state=triage&text=路灯", Ct);
        Assert.Equal(200, (int)response.StatusCode);
        await using var content = new MemoryStream(await response.Content.ReadAsByteArrayAsync(Ct));
        using var book = SpreadsheetDocument.Open(content, isEditable: false);
        var rows = book.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Row>().Select(r => r.InnerText).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains("=1+1 路灯坏了", rows[1], StringComparison.Ordinal);
        Assert.Contains("张**", rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("小明", rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("13800001234", rows[1], StringComparison.Ordinal);
        Assert.Equal(403, (int)(await ward.Stranger.GetAsync($"{Ward.Matters}/ledger.xlsx", Ct)).StatusCode switch { 401 => 403, var status => status });
    }

    private static async Task<JsonElement> Bulk(Ward ward, object form) => await Ward.Read(await Ward.Post(ward.Boss, "/bulk", form));

    private static int Int(JsonElement answer, string name) => answer.GetProperty(name).GetInt32();
}
