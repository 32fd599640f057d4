using System.Net.Http.Headers;
using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;

namespace Cuobian.Bench;

/// <summary>Lists of matters as staff of several kinds ask for them, and whether each is answered from an index.</summary>
internal static class QueueBench
{
    private const int Clients = 8;

    private sealed record Question(string What, string Login, Grant[] Grants, MatterFilter Filter);

    private static readonly Grant[] City = [new(MattersPermissions.Read, "3599")];
    private static readonly Grant[] Street = [new(MattersPermissions.Read, "359902001")];
    private static readonly Grant[] Unit = [new(MattersPermissions.Read, "3599", "359902000000-CG")];

    private static readonly Question[] Questions =
    [
        new("newest, whole city", "centre", City, new()),
        new("due first, whole city", "centre", City, new() { Sort = MatterSort.Due }),
        new("one state, due first", "centre", City, new() { State = "handling", Sort = MatterSort.Due }),
        new("several states, newest", "centre", City, new() { State = "dispatched,handling,verifying" }),
        new("overdue, due first", "centre", City, new() { Overdue = true, Sort = MatterSort.Due }),
        new("one grid, due first", "centre", City, new() { Area = "359902001001005", Sort = MatterSort.Due }),
        new("one street, newest", "street", Street, new()),
        new("one street, one state, due first", "street", Street, new() { State = "triage", Sort = MatterSort.Due }),
        new("a unit's own, due first", "handler", Unit, new() { Sort = MatterSort.Due }),
        new("a unit's own, one state", "handler", Unit, new() { State = "handling", Sort = MatterSort.Due }),
        new("one category, newest", "centre", City, new() { Category = "0101" }),
    ];

    public static async Task Run(Node node, Plan plan, Results results)
    {
        foreach (var question in Questions)
            foreach (var line in await QueryPlan.Of(node, db => new FindMatters(db, new Actor(Guid.CreateVersion7(), "", null, question.Grants), TimeProvider.System).Run(question.Filter, default)))
                Console.Error.WriteLine($"  {question.What}: {line}");

        var tokens = new Dictionary<string, string>();
        foreach (var login in Questions.Select(q => q.Login).Distinct()) tokens[login] = await node.Token(login);
        var brief = plan with { Quick = true };
        await Load.Round(Clients, plan.WarmUp, client => Ask(node, tokens, Questions[Random.Shared.Next(Questions.Length)], null));
        foreach (var question in Questions)
            results.Add(node.Database, $"list of 50: {question.What}", await Load.Rounds(brief, Clients, _ => Ask(node, tokens, question, null), node.Cpu));
        var deep = await Deep(node, tokens);
        results.Add(node.Database, "list of 50: due first, page 20", await Load.Rounds(brief, Clients, _ => Ask(node, tokens, Questions[1], deep), node.Cpu));
        results.Add(node.Database, $"lists of all kinds mixed, {Clients} clients", await Load.Rounds(plan, Clients, _ => Ask(node, tokens, Questions[Random.Shared.Next(Questions.Length)], null), node.Cpu));
    }

    private static async Task<string?> Deep(Node node, Dictionary<string, string> tokens)
    {
        string? after = null;
        for (var page = 1; page < 20; page++) after = (await Ask(node, tokens, Questions[1], after)).RootElement.GetProperty("next").GetString();
        return after;
    }

    private static async Task<JsonDocument> Ask(Node node, Dictionary<string, string> tokens, Question question, string? after)
    {
        var (_, login, _, filter) = question;
        using var request = new HttpRequestMessage(HttpMethod.Get,
            $"/api/v1/matters?sort={filter.Sort}&state={filter.State}&area={filter.Area}&category={filter.Category}{(filter.Overdue is { } late ? $"&overdue={late}" : "")}&after={after}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[login]);
        using var answer = await node.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
    }
}
