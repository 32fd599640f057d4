using System.Data.Common;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Exchange.Partners;
using Cuobian.Matters;
using Cuobian.People;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Notices;
using Cuobian.Tests.People;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Crypto;

/// <summary>Who steals the database without the key ring learns nobody's name or phone.</summary>
public sealed class SealedDataTests
{
    private const string Name = "欧阳瑞雪";
    private const string Phone = "13900001234";
    private const string Home = "蓬莱巷17号601室";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dump_of_the_database_holds_no_name_and_no_phone()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        await app.InScope(services => services.GetRequiredService<CreateAccount>().Run(
            new CreateAccount.Form("zhu", "诸葛清风", Staff.Password, "street-dispatcher", "3599", OfficePhone: "0595-28881234"), Ct));
        await client.SignIn("zhu");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "a-key-that-is-long-enough");
        var answer = await client.PostAsJsonAsync("/api/v1/matters", new { text = "路灯不亮", reporter = new { name = Name, phone = Phone } }, Ct);
        answer.EnsureSuccessStatusCode();

        var dump = await Dump(app);
        Assert.Contains("路灯不亮", dump, StringComparison.Ordinal);
        Assert.All([Name, Phone, "诸葛清风", "28881234", "<masterKey", await Code(answer)], word => Assert.DoesNotContain(word, dump, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dump_of_a_house_in_use_holds_nobody_either()
    {
        await using var office = await PostOffice.Open();
        var ward = office.Ward;
        await ward.App.InScope(services => services.GetRequiredService<AddPartner>().Run(new AddPartner.Form { Code = "level", Name = "上级平台", Url = "https://127.0.0.1:9/hook" }, Ct));
        await Ward.Read(await office.Keeper.PostAsJsonAsync(PostOffice.Notices + "/robots", new { name = "g", kind = "json", area = "", url = "https://127.0.0.1:9/group-secret" }, Ct));
        await office.Neighbour.PostAsJsonAsync(PostOffice.Notices + "/choices", new { quietFrom = "22:00", quietUntil = "07:00", mail = "ouyang@house.example", phone = "13911112222" }, Ct);
        // Staff report for somebody, a neighbour for themselves, a partner for a caller.
        foreach (var by in new[] { ward.Boss, office.Neighbour, ward.Stranger })
            await ward.Report(new { text = "路灯不亮", point = Ward.Point(), reporter = new { name = Name, phone = Phone } }, by);
        var told = await ward.Report(new { text = "井盖响", point = Ward.Point(), address = Home, categoryCode = Ward.Lamp, reporter = new { name = Name, phone = Phone } });
        await ward.Do(told, "split", new { parts = new[] { new { text = "井盖松动" }, new { text = "路灯也坏" } }, reason = "是两件事" });
        await Ward.Read(await ward.Boss.PostAsJsonAsync($"{Ward.Matters}/{told.Number}/reveal", new { purpose = "callBack", words = $"打给{Name}问问" }, Ct));
        await Ward.Read(await office.Neighbour.PostAsJsonAsync("/api/v1/me/erasure", new { sure = true, words = $"我是{Name}，身份证 350500199001011234" }, Ct));
        await office.Deliver();

        var dump = await Dump(ward.App);
        Assert.Contains("井盖响", dump, StringComparison.Ordinal);
        Assert.All([Name, Phone, "13911112222", "ouyang@house.example", "350500199001011234", "group-secret", told.Code, "蓬莱", "莱巷", "7号", "号601"], word => Assert.DoesNotContain(word, dump, StringComparison.Ordinal));
        // And wider: nothing in any column looks like a mobile number or an identity number.
        Assert.DoesNotMatch(@"(?<![0-9a-fA-F])1[3-9][0-9]{9}(?![0-9a-fA-F])", dump);
        Assert.DoesNotMatch(@"(?<![0-9a-fA-F])[1-6][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X](?![0-9a-fA-F])", dump);
    }

    [Fact]
    public async Task What_was_sealed_reads_as_before_and_staff_see_it_masked()
    {
        await using var app = await CuobianApp.Start();
        var number = await Report(app);
        var shown = await app.InScope(services => services.GetRequiredService<ShowMatter>().ToStaff(number, Ct));
        Assert.Equal(("欧**", "139****1234"), (shown!.ReporterName, shown.ReporterPhone));
    }

    [Fact]
    public async Task A_sealed_value_moved_to_another_row_does_not_open()
    {
        await using var app = await CuobianApp.Start();
        await Report(app);
        await app.Hire("lin");
        await app.Hire("mei");
        await app.InScope(async services =>
        {
            var db = services.GetRequiredService<CuobianDb>();
            await db.Database.ExecuteSqlRawAsync("update people_account set \"Name\" = (select \"Name\" from people_account where \"Login\" = 'lin') where \"Login\" = 'mei'", Ct);
            return await Assert.ThrowsAnyAsync<CryptographicException>(() => db.Accounts.SingleAsync(a => a.Login == "mei", Ct));
        });
    }

    [Fact]
    public async Task A_new_key_seals_everything_anew_and_the_old_one_still_opens()
    {
        var settings = await TestDatabase.New();
        await using var before = new CuobianApp(settings);
        await Report(before);
        await using var app = new CuobianApp(settings, ("CUOBIAN_KEYS", TestDatabase.Keys + "; " + KeyRing.NewKey("k2", "SM4-GCM")));
        Assert.Contains("AES-256-GCM.k1.", await Dump(app), StringComparison.Ordinal);
        var done = await app.InScope(services => services.GetRequiredService<RotateKeys>().Run(null, Ct));
        Assert.Equal(("k2", false), (done.Key, done.Added));
        Assert.True(done.Rows >= 1);
        Assert.DoesNotContain("AES-256-GCM.k1.", await Dump(app), StringComparison.Ordinal);
        Assert.Equal(0, (await app.InScope(services => services.GetRequiredService<RotateKeys>().Run(null, Ct))).Rows);
        var reporter = await app.InScope(services => services.GetRequiredService<CuobianDb>().Reporters.AsNoTracking().SingleAsync(Ct));
        Assert.Equal((Name, Phone), (reporter.Name, reporter.Phone));
    }

    [Fact]
    public async Task A_phone_is_found_by_its_fingerprint_however_it_is_written()
    {
        await using var app = await CuobianApp.Start();
        await Report(app);
        await app.InScope(async services =>
        {
            var index = services.GetRequiredService<Sealer>().Index("matters_reporter.Phone", Phones.Normal("139 0000 1234"));
            return Assert.Single(await services.GetRequiredService<CuobianDb>().Reporters.Where(r => r.PhoneIndex == index).ToListAsync(Ct));
        });
    }

    [Fact]
    public async Task The_wrong_key_ring_does_not_start()
    {
        await using var app = await CuobianApp.Start();
        await Wrong(app, KeyRing.New("AES-256-GCM").ToString(), "is not the one");
        await Wrong(app, TestDatabase.Keys.Replace(" k1 ", " k9 ", StringComparison.Ordinal), "missing: k1");
    }

    private static async Task Wrong(CuobianApp app, string keys, string says)
    {
        var settings = app.Services.GetRequiredService<DatabaseSettings>();
        var ring = new SoftwareCrypto(new KeyFile(settings, new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("CUOBIAN_KEYS", keys)]).Build()));
        var trouble = await app.InScope(services => Assert.ThrowsAsync<KeyTrouble>(() => new MeetKeys(services.GetRequiredService<CuobianDb>(), ring, app.Clock).Run(Ct)));
        Assert.Contains(says, trouble.Message, StringComparison.Ordinal);
    }

    private static Task<string> Report(CuobianApp app) => app.InScope(async services => (await services.GetRequiredService<ReportMatter>().Run(
        new ReportMatter.Form { Text = "路灯不亮", Reporter = new ReportMatter.ReporterForm(Name, Phone) }, Channel.Api, Ct)).Number);

    private static async Task<string> Code(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<ReportMatter.Answer>(Json, Ct))!.Code;

    private static readonly System.Text.Json.JsonSerializerOptions Json = new(System.Text.Json.JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Every value of every table, as text.</summary>
    internal static Task<string> Dump(CuobianApp app) => app.InScope(async services =>
    {
        var db = services.GetRequiredService<CuobianDb>();
        var dump = new StringBuilder();
        await db.Database.OpenConnectionAsync(Ct);
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from \"{table}\"";
            await using var rows = await command.ExecuteReaderAsync(Ct);
            while (await rows.ReadAsync(Ct))
                for (var column = 0; column < rows.FieldCount; column++) dump.Append(Text(rows, column)).Append('\n');
        }
        await db.Database.CloseConnectionAsync();
        return dump.ToString();
    });

    private static string Text(DbDataReader rows, int column) => rows.GetValue(column) switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        var value => value.ToString() ?? "",
    };
}
