using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.People.Acts;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People;

/// <summary>The ledger of acts: what is written, and that every kind of tampering is named.</summary>
public sealed class LedgerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Security_acts_are_written_and_the_chain_holds()
    {
        await using var app = await CuobianApp.Start();
        await app.AddDemoUnits();
        await app.Hire("lin");
        using var client = app.CreateClient();
        await client.SignIn("lin", "not the password");
        await client.SignIn("13800138000", "not the password");
        await client.SignIn("lin");
        await client.DeleteAsync(Staff.Session, Ct);
        var token = await app.Issue("lin", []);
        await app.InScope(services => services.GetRequiredService<RevokeToken>().Run(token.Id, Ct));
        await app.InScope(services => services.GetRequiredService<ResetPassword>().Run("lin", "another long password", Ct));
        await app.InScope(services => services.GetRequiredService<DisableAccount>().Run("lin", Ct));

        var lines = await app.InScope(services => services.GetRequiredService<CuobianDb>().Acts.AsNoTracking().OrderBy(l => l.Seq).ToListAsync(Ct));
        Assert.Equal(["units_added", "account_opened", "sign_in_failed", "sign_in_failed", "sign_in", "sign_out", "token_issued", "token_revoked", "password_set", "account_closed"],
            lines.Select(l => l.Act));
        Assert.DoesNotContain(lines, l => $"{l.Subject}{l.Details}".Contains("13800138000", StringComparison.Ordinal) || $"{l.Subject}{l.Details}".Contains("lin", StringComparison.Ordinal));
        var verified = await Verify(app);
        Assert.Equal(10, verified.Lines);
        Assert.Empty(verified.Faults);
    }

    [Theory]
    [InlineData("update people_ledger set \"Act\" = 'sign_in' where \"Seq\" = 3", "Line 3 was changed.")]
    [InlineData("update people_ledger set \"At\" = (select \"At\" from people_ledger where \"Seq\" = 5) where \"Seq\" = 3", "Line 3 was changed.")]
    [InlineData("update people_ledger set \"Details\" = null where \"Seq\" = 1", "Line 1 was changed.")]
    [InlineData("delete from people_ledger where \"Seq\" = 2", "Line 2 is missing.")]
    [InlineData("delete from people_ledger where \"Seq\" = 1", "Line 1 is missing.")]
    [InlineData("delete from people_ledger where \"Seq\" >= 4", "Line 4 is missing. Line 5 is missing.")]
    [InlineData("update people_ledger set \"Seal\" = 'x' where \"Seq\" = 5", "Line 5 was written without the key ring.")]
    [InlineData("update people_ledger_head set \"Seq\" = 4, \"Hash\" = (select \"Hash\" from people_ledger where \"Seq\" = 4)", "Line 5 was written without the key ring.")]
    [InlineData("update people_ledger set \"Seq\" = 99 where \"Seq\" = 2; update people_ledger set \"Seq\" = 2 where \"Seq\" = 3; update people_ledger set \"Seq\" = 3 where \"Seq\" = 99",
        "Line 2 was moved; it was written as line 3. Line 3 was moved; it was written as line 2.")]
    [InlineData("delete from people_ledger where \"Seq\" = 3; update people_ledger set \"Seq\" = 3 where \"Seq\" = 4; update people_ledger set \"Seq\" = 4 where \"Seq\" = 5",
        "Line 3 was moved; it was written as line 4. Line 4 was moved; it was written as line 5. Line 5 is missing.")]
    public async Task Tampering_is_named_by_its_line(string sql, string said)
    {
        await using var app = await CuobianApp.Start();
        for (var n = 0; n < 5; n++)
        {
            await Write(app, $"thing:{n}");
            app.Clock.Advance(TimeSpan.FromSeconds(7));
        }
        Assert.Empty((await Verify(app)).Faults);
        await app.InScope(services => services.GetRequiredService<CuobianDb>().Database.ExecuteSqlRawAsync(sql, Ct));
        Assert.Equal(said, string.Join(' ', (await Verify(app)).Faults.Select(ActVerbs.Sentence)));
    }

    [Fact]
    public async Task Who_recomputes_the_hashes_without_the_keys_is_found_out()
    {
        await using var app = await CuobianApp.Start();
        await Write(app, "thing:1");
        await app.InScope(async services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            var line = await db.Acts.AsNoTracking().SingleAsync(Ct);
            var hash = ActLine.HashOf(line.Algorithm, 1, line.At, "nothing_happened", line.By, line.From, line.Subject, line.Details, line.Previous);
            return await db.Acts.ExecuteUpdateAsync(l => l.SetProperty(x => x.Act, "nothing_happened").SetProperty(x => x.Hash, hash), Ct);
        });
        Assert.Contains(new VerifyActs.Fault(1, ActFault.Forged), (await Verify(app)).Faults);
    }

    [Fact]
    public async Task Many_writers_make_one_chain()
    {
        await using var app = await CuobianApp.Start();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Write(app, $"thing:{n}")));
        var verified = await Verify(app);
        Assert.Equal((40, 0), (verified.Lines, verified.Faults.Count));
    }

    [Fact]
    public async Task A_line_is_written_only_if_its_act_is()
    {
        await using var app = await CuobianApp.Start();
        await app.Hire("lin");
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.InScope(services => services.GetRequiredService<CuobianDb>().InOneTransaction<int>(async () =>
        {
            await services.GetRequiredService<IActLedger>().Write("thing", "thing:1", null, Ct);
            throw new InvalidOperationException("the act failed");
        }, Ct)));
        var verified = await Verify(app);
        Assert.Equal((1, 0), (verified.Lines, verified.Faults.Count));
    }

    private static Task<bool> Write(CuobianApp app, string subject) => app.InScope(async services =>
    {
        await services.GetRequiredService<IActLedger>().Write("thing", subject, new { Text = "事 \"x\"", Number = 3 }, Ct);
        return true;
    });

    private static Task<VerifyActs.Answer> Verify(CuobianApp app) => app.InScope(services => services.GetRequiredService<VerifyActs>().Run(Ct));
}
