using Cuobian.Data.Files;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Tests.Architecture;
using Cuobian.Tests.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>Every state × command × person over HTTP: hidden, not allowed, not now, or done with one new line of history.</summary>
public sealed class CellTests(CellTests.Cast cast) : IClassFixture<CellTests.Cast>
{
    /// <summary>What <c>Cells.csv</c> says of one command.</summary>
    private sealed record Row(string Command, MatterState[] From, string[] Allowed);

    private static readonly IReadOnlyList<Row> Table =
    [
        .. House.Read("tests/Cuobian.Tests/Matters/Cells.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Select(cells => new Row(cells[0], [.. cells[1].Split(' ').Select(s => Enum.Parse<MatterState>(s, ignoreCase: true))], cells[2].Split(' '))),
    ];

    public static TheoryData<MatterState> States => [.. Enum.GetValues<MatterState>().Where(s => s != MatterState.Registered)];

    [Fact]
    public void The_hand_written_table_and_the_code_agree_on_states()
    {
        // A registered matter is routed in the same breath, so nobody can meet one.
        var coded = MatterRules.Table.Where(r => r.Who != Who.System && r.Command != MatterCommand.Register)
            .Select(r => $"{RouteOf(r.Command)}: {string.Join(' ', r.From.Where(s => s != MatterState.Registered))}");
        Assert.Equal(coded.Order(), Table.Select(r => $"{r.Command}: {string.Join(' ', r.From)}").Order());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_cell_of_a_state_answers_as_the_table_says(MatterState state)
    {
        var wrong = new List<string>();
        foreach (var row in Table)
        {
            var told = await cast.Ward.In(state);
            foreach (var (who, client) in cast.People)
            {
                var before = await Lines(told);
                var (status, code) = await cast.Give(told, row.Command, who, client);
                var expected = Expected(row, state, who);
                var written = await Lines(told) - before;
                if ((status, code, written) != (expected.Status, expected.Code, expected.Status == 200 ? 1 : 0))
                    wrong.Add($"{row.Command} by {who}: {status} {code} and {written} lines, expected {expected}");
                if (status == 200 && MovesOn(row.Command)) told = await cast.Ward.In(state);
            }
        }
        Findings.MustBeNone(wrong);
    }

    [Fact]
    public async Task The_commands_of_the_system_have_no_door()
    {
        var told = await cast.Ward.In(MatterState.Dispatched);
        foreach (var command in MatterRules.Table.Where(r => r.Who == Who.System).Select(r => RouteOf(r.Command)))
            Assert.InRange((await cast.Give(told, command, "boss", cast.Ward.Boss)).Item1, 404, 405);
    }

    [Fact]
    public async Task The_system_does_not_do_what_people_decide()
    {
        var told = await cast.Ward.In(MatterState.Dispatched);
        foreach (var rule in MatterRules.Table.Where(r => r.Permission is not null || r.Who == Who.Reporter))
            await Assert.ThrowsAsync<Denied>(() => cast.Ward.App.InScope(s => s.GetRequiredService<Desk>().Open(told.Number, rule.Command, null, "x", "x", TestContext.Current.CancellationToken)));
    }

    private async Task<int> Lines(Ward.Told told) => (await cast.Ward.Stored(told)).EntryCount;

    private static bool MovesOn(string command) => command is not ("support" or "comment" or "attach" or "classify" or "urge");

    private static (int Status, string Code) Expected(Row row, MatterState state, string who)
    {
        var isPublic = row.Allowed.Contains("public");
        if (!isPublic && !Knows(who, state, row)) return (404, "http_404");
        if (!isPublic && !row.Allowed.Contains(who) && !IsFreeToVerify(row, state, who)) return (403, "denied");
        return row.From.Contains(state) ? (200, "") : (409, "matters.wrong_state");
    }

    /// <summary>Only who did the work, or works with them, may not verify it; while nobody did, it is merely too early.</summary>
    private static bool IsFreeToVerify(Row row, MatterState state, string who) =>
        row.Command is ("pass" or "fail") && who is ("boss" or "colleague") && state is (MatterState.Triage or MatterState.Dispatched or MatterState.Withdrawn);

    /// <summary>Readers of the area always, the lead unit once there is one, and the reporter with the code where the command takes one.</summary>
    private static bool Knows(string who, MatterState state, Row row) => who switch
    {
        "stranger" or "resident" or "elsewhere" or "other-handler" or "blind" => false,
        "reporter" => row.Allowed.Contains("reporter"),
        "lead-handler" => state != MatterState.Triage,
        _ => true,
    };

    private static string RouteOf(MatterCommand command) => command switch
    {
        MatterCommand.SelfHandle => "self-handle",
        MatterCommand.AcceptTimeout => "accept-timeout",
        MatterCommand.SendToTriage => "send-to-triage",
        _ => command.ToString().ToLowerInvariant(),
    };

    /// <summary>Everybody who tries every command.</summary>
    public sealed class Cast : IAsyncLifetime
    {
        private Guid photo;

        internal Ward Ward { get; private set; } = null!;

        internal List<(string Who, HttpClient Client)> People { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Ward = await Ward.Open();
            photo = await Ward.Upload();
            foreach (var permission in MattersPermissions.All)
            {
                var who = permission.Split('.')[1].Replace('_', '-');
                People.Add((who, await Ward.Hire(who, [MattersPermissions.Read, permission], Town.One, Ward.Community)));
            }
            string[] handles = [MattersPermissions.Read, MattersPermissions.Handle, MattersPermissions.Comment];
            People.Add(("boss", Ward.Boss));
            People.Add(("lead-handler", await Ward.Hire("lead-handler", handles, "3599", Ward.Lead, ofUnit: true)));
            People.Add(("other-handler", await Ward.Hire("other-handler", handles, "3599", Ward.OtherLead, ofUnit: true)));
            People.Add(("colleague", await Ward.Hire("colleague", [MattersPermissions.Read, MattersPermissions.Verify], Town.One, Ward.Lead)));
            People.Add(("elsewhere", await Ward.Hire("elsewhere", [.. MattersPermissions.All], Town.Two, Ward.Lead)));
            People.Add(("blind", await Ward.Hire("blind", [.. MattersPermissions.All.Where(p => p != MattersPermissions.Read)], Town.One, Ward.Lead)));
            People.Add(("resident", await Ward.Hire("resident", [], Town.One)));
            People.Add(("reporter", Named("reporter")));
            People.Add(("stranger", Named("stranger")));
        }

        public ValueTask DisposeAsync() => Ward.DisposeAsync();

        internal async Task<(int, string)> Give(Ward.Told told, string command, string who, HttpClient client)
        {
            if (command is "attach" or "self-handle" && await Ward.App.InScope(s => s.GetRequiredService<StoredFiles>().AreFree([photo], default)) is false) photo = await Ward.Upload();
            var route = command == "contest" ? "rate" : command;
            var code = who == "reporter" ? $"?code={told.Code}" : "";
            return await Ward.Outcome(await Ward.Post(client, $"/{told.Number}/{route}{code}", Form(command)));
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
            _ => new { reason = "有原因", words = "说明" },
        };

        private HttpClient Named(string who)
        {
            var client = Ward.Keep(Ward.App.CreateClient());
            client.DefaultRequestHeaders.UserAgent.ParseAdd(who);
            return client;
        }
    }
}
