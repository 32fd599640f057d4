using System.Net.Http.Json;
using Cuobian.Data.Files;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>Everybody who tries every command, and how each command is filled in.</summary>
public sealed class CellCast : IAsyncLifetime
{
    private Guid photo;
    private Ward.Told root = null!;

    internal Ward Ward { get; private set; } = null!;

    internal Dictionary<string, HttpClient> People { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Ward = await Ward.Open();
        photo = await Ward.Upload();
        root = await Ward.Root();
        foreach (var permission in MattersPermissions.All)
        {
            var who = permission.Split('.')[1].Replace('_', '-');
            People.Add(who, await Ward.Hire(who, [MattersPermissions.Read, permission], Town.One, Ward.Community));
        }
        string[] handles = [MattersPermissions.Read, MattersPermissions.Handle, MattersPermissions.Comment];
        People.Add("boss", Ward.Boss);
        People.Add("county", await Ward.Hire("county", [MattersPermissions.Read, MattersPermissions.Supervise], "359902"));
        People.Add("lead-handler", await Ward.Hire("lead-handler", handles, "3599", Ward.Lead, ofUnit: true));
        People.Add("other-handler", await Ward.Hire("other-handler", handles, "3599", Ward.OtherLead, ofUnit: true));
        People.Add("colleague", await Ward.Hire("colleague", [MattersPermissions.Read, MattersPermissions.Verify], Town.One, Ward.Lead));
        People.Add("elsewhere", await Ward.Hire("elsewhere", [.. MattersPermissions.All], Town.Two, Ward.Lead));
        People.Add("blind", await Ward.Hire("blind", [.. MattersPermissions.All.Where(p => p != MattersPermissions.Read)], Town.One, Ward.Lead));
        People.Add("resident", await Ward.Hire("resident", [], Town.One));
        People.Add("reporter", Named("reporter"));
        People.Add("stranger", Named("stranger"));
    }

    public ValueTask DisposeAsync() => Ward.DisposeAsync();

    /// <summary>A matter at the moment that these commands bring about; requests are made by people who may not decide on them.</summary>
    internal async Task<Ward.Told> At(MatterState state, string before)
    {
        var told = await Ward.In(state);
        foreach (var command in before.Split(' ')) await Ward.Do(told, command == "hard" ? "raise-tier" : command, Form(command), command switch
        {
            "request-rejection" => People["dispatch"],
            "co-accept" => People["other-handler"],
            "whistle" or "hide" or "call-out" or "hard" or "form-panel" or "set-milestone" => Ward.Boss,
            _ => People["lead-handler"],
        });
        return told;
    }

    /// <summary>Only what was raised can be lowered.</summary>
    internal async Task<Ward.Told> Ready(string command, Ward.Told told, bool isLegal)
    {
        if (command == "lower-tier" && isLegal) await Raise(told);
        return told;
    }

    internal Task Raise(Ward.Told told) => Ward.Do(told, "raise-tier", new { tier = "hard", reason = "要紧" });

    internal async Task<(int Status, string Code)> Give(Ward.Told told, string command, string who) => await Ward.Outcome(await Send(told, command, who));

    internal async Task<HttpResponseMessage> Send(Ward.Told told, string command, string who, string? key = null, bool again = false)
    {
        if (!again && command is "attach" or "self-handle" && await Ward.App.InScope(s => s.GetRequiredService<StoredFiles>().AreFree([photo], default)) is false) photo = await Ward.Upload();
        var route = command == "contest" ? "rate" : command;
        var code = who == "reporter" ? $"?code={told.Code}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Ward.Matters}/{told.Number}/{route}{code}") { Content = JsonContent.Create(Form(command)) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await People[who].SendAsync(request);
    }

    private object Form(string command) => command switch
    {
        "classify" => new { categoryCode = Ward.Lamp },
        "dispatch" => new { unitCode = Ward.Lead },
        "self-handle" => new { words = "换了灯泡", after = new[] { photo } },
        "submit" => new { outcome = "solved", words = "修好了" },
        "rate" => new { prompt = true, solved = true, satisfied = true },
        "contest" => new { prompt = true, solved = false, satisfied = false },
        "attach" => new { photos = new[] { photo } },
        "request-transfer" => new { unitCode = Ward.OtherLead, reason = "归他们管" },
        "request-suspension" => new { pause = "weather", until = Ward.App.Clock.GetUtcNow().AddDays(2), words = "等雨停" },
        "request-extension" => new { hours = 2, reason = "配件未到" },
        "merge" => new { target = root.Number, reason = "同一件事" },
        "divert" => new { divertTo = "mediation", words = "请调解员来" },
        "raise-tier" => new { tier = "key", reason = "有原因" },
        "hard" => new { tier = "hard", reason = "有原因" },
        "form-panel" => new { unitCodes = new[] { Ward.OtherLead }, words = "三周内拆完" },
        "set-milestone" => new { words = "清场", until = Ward.App.Clock.GetUtcNow().AddDays(3) },
        "reach-milestone" => new { which = 1, words = "已清场" },
        "lower-tier" => new { tier = "ordinary", reason = "有原因" },
        "split" => new { parts = new[] { new { text = "路灯不亮" }, new { text = "井盖松了" } }, reason = "两件事" },
        "hide" or "restore" => new { what = "text", reason = "写了邻居的名字" },
        "whistle" => new { unitCodes = new[] { Ward.OtherLead }, reason = "一家办不了" },
        "waive" or "co-accept" or "co-refuse" or "co-finish" => new { unitCode = Ward.OtherLead, reason = "有原因", words = "说明" },
        _ => new { reason = "有原因", words = "说明" },
    };

    private HttpClient Named(string who)
    {
        var client = Ward.Keep(Ward.App.CreateClient());
        client.DefaultRequestHeaders.UserAgent.ParseAdd(who);
        return client;
    }
}
