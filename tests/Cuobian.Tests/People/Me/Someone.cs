using System.Net.Http.Json;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Matters;
using Cuobian.People;
using Cuobian.People.Acts;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.People.Me;

/// <summary>A resident with an account in a settled town, who reports and asks about their own data.</summary>
internal sealed class Someone : IAsyncDisposable
{
    public const string Name = "欧阳瑞雪";
    public const string Phone = "13900001234";
    private int reports;

    private Someone(Ward ward, HttpClient client, Guid id) => (Ward, Client, Id) = (ward, client, id);

    public Ward Ward { get; }

    public CuobianApp App => Ward.App;

    public HttpClient Client { get; }

    public Guid Id { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Someone> Open(params (string, string)[] settings)
    {
        var ward = await Ward.Open(settings);
        var account = await ward.App.Hire("resident", "resident", "");
        var client = ward.Keep(ward.App.CreateClient(new() { AllowAutoRedirect = false }));
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/json");
        await client.SignIn("resident");
        return new Someone(ward, client, account.Id);
    }

    public Task<Ward.Told> Report(string? category = null) => Ward.Report(new
    {
        text = $"第 {++reports} 盏路灯不亮",
        point = Ward.Point(),
        categoryCode = category,
        reporter = new { name = Name, phone = Phone },
    }, Client);

    /// <summary>A matter of this resident that was withdrawn: it has ended.</summary>
    public async Task<Ward.Told> Ended()
    {
        var told = await Report();
        await Ward.Do(told, "withdraw", new { }, Client);
        return told;
    }

    public async Task<JsonElement> Ask(string path, object form) => await Ward.Read(await Client.PostAsJsonAsync("/api/v1/me/" + path, form, Ct));

    public Task<MatterReporter> Stored(Ward.Told told) => App.InScope(async services =>
    {
        var db = services.GetRequiredService<CuobianDb>();
        var id = await db.Matters.Where(m => m.Number == told.Number).Select(m => m.Id).SingleAsync(Ct);
        return await db.Reporters.AsNoTracking().SingleAsync(r => r.MatterId == id, Ct);
    });

    public Task<Account> Account() => App.InScope(services => services.GetRequiredService<CuobianDb>().Accounts.AsNoTracking().SingleAsync(a => a.Id == Id, Ct));

    public Task<List<ActLine>> Acts(string act) => App.InScope(services => services.GetRequiredService<CuobianDb>().Acts.AsNoTracking().Where(l => l.Act == act).OrderBy(l => l.Seq).ToListAsync(Ct));

    public ValueTask DisposeAsync() => Ward.DisposeAsync();
}
