using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Tests.Architecture;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters;

/// <summary>Every state × command × person over HTTP: hidden, not allowed, not now, or done with one new line of history.</summary>
public sealed class CellTests(CellCast cast) : IClassFixture<CellCast>
{
    /// <summary>What <c>Cells.csv</c> says of one command.</summary>
    private sealed record Row(string Command, MatterState[] From, string Moment, string[] Allowed)
    {
        /// <summary>Is it always the moment for a matter with which nothing special was done?</summary>
        public bool IsPlain => Moment is "always" or "nothing-asked" or "running" or "not-called-out";
    }

    private static readonly IReadOnlyList<Row> Table =
    [
        .. House.Read("tests/Cuobian.Tests/Matters/Cells.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Select(cells => new Row(cells[0], [.. cells[1].Split(' ').Select(s => Enum.Parse<MatterState>(s, ignoreCase: true))], cells[2], cells[3].Split(' '))),
    ];

    public static TheoryData<MatterState> States => [.. Enum.GetValues<MatterState>().Where(s => s != MatterState.Registered)];

    /// <summary>Commands with a moment of their own, the states they start from, and what must have been done before.</summary>
    public static TheoryData<string, MatterState, string> Moments
    {
        get
        {
            var moments = new TheoryData<string, MatterState, string>();
            foreach (var row in Table.Where(r => !r.IsPlain))
                foreach (var state in row.From)
                    foreach (var before in Before(row.Moment, state))
                        moments.Add(row.Command, state, before);
            return moments;
        }
    }

    [Fact]
    public void The_hand_written_table_and_the_code_agree_on_states_and_moments()
    {
        // A registered matter is routed in the same breath, so nobody can meet one. What is granted depends on what was asked: one door for four rows.
        var coded = MatterRules.Table.Where(r => r.Who != Who.System && r.Command != MatterCommand.Register).GroupBy(r => RouteOf(r.Command))
            .Select(g => Line(g.Key, g.SelectMany(r => r.From).Where(s => s != MatterState.Registered).Distinct().Order(), Kebab(g.Count() > 1 ? When.SomethingAsked : g.Single().When)));
        Assert.Equal(coded.Order(), Table.Select(r => Line(r.Command, r.From, r.Moment)).Order());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_cell_of_a_state_answers_as_the_table_says(MatterState state)
    {
        var wrong = new List<string>();
        var told = await cast.Ward.In(state);
        foreach (var row in Table)
        {
            if (row.Command == "lower-tier" && row.From.Contains(state)) await cast.Raise(told);
            told = await TryAll(row, told, async () => await cast.Ready(row.Command, await cast.Ward.In(state), row.From.Contains(state)), who => Expected(row, state, who, isMoment: row.IsPlain), wrong);
        }
        Findings.MustBeNone(wrong);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Every_person_is_answered_as_the_table_says_at_the_moment_of_a_command(string command, MatterState state, string before)
    {
        var wrong = new List<string>();
        var row = Table.Single(r => r.Command == command);
        await TryAll(row, await cast.At(state, before), () => cast.At(state, before), who => Expected(row, state, who, isMoment: true), wrong);
        Findings.MustBeNone(wrong);
    }

    [Fact]
    public async Task While_something_is_asked_nothing_else_is_and_nobody_decides_on_their_own_request()
    {
        foreach (var (state, kinds) in new[] { (MatterState.Triage, new[] { "request-rejection" }), (MatterState.Handling, ["request-transfer", "request-suspension", "request-extension"]) })
        {
            var told = await cast.Ward.In(state);
            Assert.Equal((200, ""), await cast.Give(told, kinds[0], "boss"));
            foreach (var kind in kinds) Assert.Equal((409, "matters.wrong_moment"), await cast.Give(told, kind, "boss"));
            foreach (var decision in new[] { "grant", "deny" }) Assert.Equal((403, "denied"), await cast.Give(told, decision, "boss"));
            Assert.Equal((200, ""), await cast.Give(told, "deny", "supervise"));
        }
    }

    [Fact]
    public async Task A_pause_does_not_begin_twice_and_a_unit_answers_once()
    {
        Assert.Equal((409, "matters.wrong_moment"), await cast.Give(await cast.At(MatterState.Handling, "ask"), "ask", "boss"));
        var told = await cast.At(MatterState.Dispatched, "whistle co-accept");
        foreach (var answer in new[] { "co-accept", "co-refuse" }) Assert.Equal((409, "matters.wrong_moment"), await cast.Give(told, answer, "other-handler"));
    }

    [Fact]
    public async Task Every_command_given_again_under_its_key_is_done_once_and_answered_alike()
    {
        var wrong = new List<string>();
        foreach (var row in Table)
        {
            var who = row.Allowed.Contains("boss") ? "boss" : row.Allowed[0] == "public" ? "stranger" : row.Allowed[0];
            var told = row.IsPlain ? await cast.Ready(row.Command, await cast.Ward.In(row.From[0]), isLegal: true) : await cast.At(row.From[0], Before(row.Moment, row.From[0])[0]);
            var (key, lines) = (Guid.NewGuid().ToString(), await Lines(told));
            var answers = new HashSet<string>();
            foreach (var time in new[] { 1, 2, 3 })
            {
                using var answer = await cast.Send(told, row.Command, who, key, again: time > 1);
                answers.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            }
            if (answers.Count != 1 || !answers.Single().StartsWith("200 ", StringComparison.Ordinal)) wrong.Add($"{row.Command} by {who}: {string.Join(" | ", answers)}");
            if (await Lines(told) != lines + 1) wrong.Add($"{row.Command} by {who}: {await Lines(told) - lines} lines");
        }
        Findings.MustBeNone(wrong);
    }

    [Fact]
    public async Task The_commands_of_the_system_have_no_door()
    {
        var told = await cast.Ward.In(MatterState.Dispatched);
        foreach (var command in MatterRules.Table.Where(r => r.Who == Who.System).Select(r => RouteOf(r.Command)))
            Assert.InRange((await cast.Give(told, command, "boss")).Item1, 404, 405);
    }

    [Fact]
    public async Task The_system_does_not_do_what_people_decide()
    {
        var told = await cast.Ward.In(MatterState.Dispatched);
        foreach (var rule in MatterRules.Table.Where(r => r.Permission is not null || r.Who == Who.Reporter))
            await Assert.ThrowsAsync<Denied>(() => cast.Ward.App.InScope(s => s.GetRequiredService<Desk>().Open(told.Number, rule.Command, null, "x", "x", TestContext.Current.CancellationToken)));
    }

    /// <summary>Everybody tries one command; whoever moved the matter leaves a new one to the next. A refusal writes nothing.</summary>
    private async Task<Ward.Told> TryAll(Row row, Ward.Told told, Func<Task<Ward.Told>> fresh, Func<string, (int Status, string Code)> expect, List<string> wrong)
    {
        var lines = await Lines(told);
        foreach (var who in cast.People.Keys)
        {
            var answer = await cast.Give(told, row.Command, who);
            if (answer != expect(who)) wrong.Add($"{row.Command} by {who}: {answer}, expected {expect(who)}");
            if (answer.Status != 200) continue;
            if (await Lines(told) != ++lines) wrong.Add($"{row.Command} by {who}: not one line of history");
            if (!MovesOn(row.Command)) continue;
            told = await fresh();
            lines = await Lines(told);
        }
        if (await Lines(told) != lines) wrong.Add($"{row.Command}: a refusal wrote a line");
        return told;
    }

    private async Task<int> Lines(Ward.Told told) => (await cast.Ward.Stored(told)).EntryCount;

    private static bool MovesOn(string command) => command is not ("support" or "comment" or "attach" or "classify" or "urge" or "supervise");

    private static (int Status, string Code) Expected(Row row, MatterState state, string who, bool isMoment)
    {
        var isPublic = row.Allowed.Contains("public");
        var called = isMoment && row.Moment.StartsWith("co-", StringComparison.Ordinal);
        if (!isPublic && !Knows(who, state, row, called)) return (404, "http_404");
        // Where no unit was called there is none to answer for.
        var nobodyCalled = !isMoment && row.Command.StartsWith("co-", StringComparison.Ordinal);
        if (!isPublic && (nobodyCalled || !row.Allowed.Contains(who)) && !IsFreeToVerify(row, state, who)) return (403, "denied");
        if (!row.From.Contains(state)) return (409, "matters.wrong_state");
        return isMoment ? (200, "") : (409, "matters.wrong_moment");
    }

    /// <summary>Only who did the work, or works with them, may not verify it; while nobody did, it is merely too early.</summary>
    private static bool IsFreeToVerify(Row row, MatterState state, string who) =>
        row.Command is ("pass" or "fail") && who is ("boss" or "colleague")
        && state is (MatterState.Triage or MatterState.Dispatched or MatterState.Withdrawn or MatterState.Merged or MatterState.Diverted or MatterState.Rejected);

    /// <summary>Readers of the area always, the lead unit once there is one, a called unit, and the reporter with the code where the command takes one.</summary>
    private static bool Knows(string who, MatterState state, Row row, bool called) => who switch
    {
        "stranger" or "resident" or "elsewhere" or "blind" => false,
        "other-handler" => called,
        "reporter" => row.Allowed.Contains("reporter"),
        "lead-handler" => state is not (MatterState.Triage or MatterState.Rejected),
        _ => true,
    };

    /// <summary>What brings a matter to a moment; one way for each kind of request.</summary>
    private static string[] Before(string moment, MatterState state) => moment switch
    {
        "something-asked" => state == MatterState.Triage ? ["request-rejection"] : ["request-transfer", "request-suspension", "request-extension"],
        "asked-reporter" or "paused" => ["ask"],
        "co-called" or "co-open" => ["whistle"],
        "co-accepted" => ["whistle co-accept"],
        "hidden" => ["hide"],
        "call-waits" or "on-the-way" => ["call-out"],
        "no-panel" => ["hard"],
        "has-panel" => ["hard form-panel"],
        "milestone-open" => ["hard form-panel set-milestone"],
        _ => throw new InvalidOperationException(moment),
    };

    private static string Line(string command, IEnumerable<MatterState> from, string moment) => $"{command}: {string.Join(' ', from)}: {moment}";

    private static string RouteOf(MatterCommand command) => command switch
    {
        MatterCommand.GrantTransfer or MatterCommand.GrantSuspension or MatterCommand.GrantExtension or MatterCommand.GrantRejection => "grant",
        MatterCommand.DenyRequest => "deny",
        _ => Kebab(command),
    };

    private static string Kebab(Enum word) =>
        string.Concat(word.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
