using System.Data.Common;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Tally;
using Cuobian.Matters.Words;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Tests.Operate;

/// <summary>No list of matters and no look at the queue reads every row: the plans of the database say so.</summary>
public sealed class PlanTests
{
    private static readonly Grant[] City = [new(MattersPermissions.Read, "3599")];
    private static readonly Grant[] Street = [new(MattersPermissions.Read, "359902001")];
    private static readonly Grant[] Unit = [new(MattersPermissions.Read, "3599", "359902000000-CG")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_list_is_answered_from_an_index()
    {
        (string What, Grant[] Grants, MatterFilter Filter)[] lists =
        [
            ("newest", City, new()),
            ("due first", City, new() { Sort = MatterSort.Due }),
            ("one state, due first", City, new() { State = "handling", Sort = MatterSort.Due }),
            ("several states", City, new() { State = "dispatched,handling,verifying" }),
            ("overdue", City, new() { Overdue = true, Sort = MatterSort.Due }),
            ("one grid", City, new() { Area = "359902001001005", Sort = MatterSort.Due }),
            ("one street", Street, new()),
            ("one street, one state", Street, new() { State = "triage", Sort = MatterSort.Due }),
            ("a unit's own", Unit, new() { Sort = MatterSort.Due }),
            ("a unit's own, one state", Unit, new() { State = "handling", Sort = MatterSort.Due }),
            ("one category", City, new() { Category = "0101" }),
        ];
        foreach (var (what, grants, filter) in lists)
            await MustUseIndexes(what, db => new FindMatters(db, new Actor(Guid.Empty, "", null, grants), new TestClock()).Run(filter, Ct));
    }

    [Fact]
    public async Task What_a_queue_page_counts_is_found_by_an_index()
    {
        FindMatters Find(CuobianDb db, Grant[] grants) => new(db, new Actor(Guid.Empty, "", null, grants), new TestClock());
        await MustUseIndexes("overdue in a street", db => Find(db, Street).Count(new MatterFilter { View = QueueView.Overdue }, Ct));
        await MustUseIndexes("soon in the city", db => Find(db, City).Count(new MatterFilter { View = QueueView.Soon }, Ct));
        await MustUseIndexes("without a due time", db => Find(db, City).CountWithoutDue(Ct));
        await MustUseIndexes("overdue on the wall", db => ShowScreen.Late(db.Matters.Within("3599"), TestClock.Start.ToUniversalTime(), TestClock.Start.ToUniversalTime().AddDays(20), 12, Ct));
        await MustUseIndexes("overdue for months", db => new ReadTally(db, "3599").DueBefore("2026-03", 9, Ct));
        await MustUseIndexes("grids of the wall", db => new ReadTally(db, "3599").Below(Counted.Open, 15, 0).ToListAsync(Ct));
        await MustUseIndexes("units of the wall", db => new ReadTally(db, "3599").Sums(Counted.Unit, 1, Ct));
        await MustUseIndexes("what is public", db => new ReadTally(db, "3599").Sums(Counted.Public, 9, ["0101 Closed", "0101 Handling"], Ct));
        await MustUseIndexes("a kept figure", db => db.Set<TallyRow>().Where(r => r.What == Counted.In && r.Digits == 6 && r.Area == "359902" && (r.Day == 0 || r.Day >= 1)).ToListAsync(Ct));
    }

    [Fact]
    public async Task The_queue_finds_what_is_due_by_an_index()
    {
        var now = TestClock.Start.ToUniversalTime();
        var alive = WorkQueue.Alive;
        await MustUseIndexes("due work", db => db.Set<Work>().Where(w => w.Dead == alive && w.DueAt <= now).OrderBy(w => w.DueAt).Take(50).ToListAsync(Ct));
        await MustUseIndexes("next work", db => db.Set<Work>().Where(w => w.Dead == alive).OrderBy(w => w.DueAt).FirstOrDefaultAsync(Ct));
        await MustUseIndexes("what may be a twin", db => FindTwins.Around(db, new Place("359902001001005", null, null, null), now, 200).ToListAsync(Ct));
        await MustUseIndexes("a history", db => db.Set<MatterEntry>().Where(e => e.MatterId == Guid.Empty).OrderBy(e => e.Seq).ToListAsync(Ct));
        await MustUseIndexes("a reader's matters", db => db.Set<MatterReporter>().Where(r => r.Account == Guid.Empty).ToListAsync(Ct));
    }

    private static async Task MustUseIndexes(string what, Func<CuobianDb, Task> ask)
    {
        var settings = await TestDatabase.New();
        try
        {
            var plans = new Plans();
            await using var db = TestDatabase.Open(settings, plans);
            await db.Database.OpenConnectionAsync(Ct);
            // A table of a few rows is rightly read whole; with this PostgreSQL does so only where no index helps.
            if (settings.IsPostgres) await db.Database.ExecuteSqlRawAsync("set enable_seqscan = off; set enable_bitmapscan = on", Ct);
            await ask(db);
            Assert.NotEmpty(plans.Lines);
            Assert.True(plans.Whole.Count == 0, $"{what}: {string.Join("; ", plans.Whole)}");
        }
        finally
        {
            await TestDatabase.Drop(settings);
        }
    }

    /// <summary>Asks how each question would be answered before it is.</summary>
    private sealed class Plans : DbCommandInterceptor
    {
        public List<string> Lines { get; } = [];

        /// <summary>Lines that read a whole table; the rows of an inner question are none.</summary>
        public List<string> Whole => [.. Lines.Where(line => line.Contains("Seq Scan on", StringComparison.Ordinal)
            || (line.StartsWith("SCAN ", StringComparison.Ordinal) && !Lines.Contains(line.Replace("SCAN", "CO-ROUTINE", StringComparison.Ordinal)) && !line.Contains("INDEX", StringComparison.Ordinal) && !line.Contains("CONSTANT", StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal)))];

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result, CancellationToken ct = default)
        {
            var (asked, isSqlite) = (command.CommandText, data.Context is SqliteDb);
            command.CommandText = (isSqlite ? "explain query plan " : "explain ") + asked;
            await using (var reader = await command.ExecuteReaderAsync(ct))
                while (await reader.ReadAsync(ct)) Lines.Add(reader.GetString(isSqlite ? 3 : 0));
            command.CommandText = asked;
            return result;
        }
    }
}
