using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Cuobian.Data;
using Cuobian.Matters.Contracts;
using Cuobian.Notices;
using Cuobian.Notices.Channels;
using Cuobian.Notices.Contracts;
using Cuobian.Notices.Letters;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Places;
using Cuobian.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Notices;

/// <summary>A ward whose letters go to real servers beside it.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    public const string Notices = "/api/v1/notices";
    public static readonly DateTimeOffset Night = new(2026, 3, 16, 23, 30, 0, TimeSpan.FromHours(8));

    private PostOffice(Ward ward, MailServer mail, HttpServer sms) => (Ward, Mail, Sms) = (ward, mail, sms);

    public Ward Ward { get; }

    public MailServer Mail { get; }

    public HttpServer Sms { get; }

    /// <summary>Looks after notices.</summary>
    public HttpClient Keeper { get; private set; } = null!;

    /// <summary>A resident with an account and nothing else.</summary>
    public HttpClient Neighbour { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PostOffice> Open()
    {
        var (mail, sms) = (new MailServer(), await HttpServer.Start());
        var ward = await Ward.Open(
            ("Exchange:AllowNetworks", "127.0.0.0/8"), ("Notices:Address", "https://cuobian.test"), ("Notices:TimeoutSeconds", "2"),
            ("Notices:Mail:Host", "127.0.0.1"), ("Notices:Mail:Port", mail.Port.ToString(CultureInfo.InvariantCulture)),
            ("Notices:Mail:From", "house@cuobian.test"), ("Notices:Mail:StartTls", "false"), ("Sms:Url", sms.Address + "/sms"));
        var office = new PostOffice(ward, mail, sms);
        office.Keeper = await ward.Hire("keeper", [NoticesPermissions.Manage, MattersPermissions.Read], "");
        office.Neighbour = await ward.Hire("neighbour", [], Town.One);
        return office;
    }

    /// <summary>Everything that happened is spread and what is due goes out, as the worker and the chores would do it.</summary>
    public async Task Deliver()
    {
        await Ward.App.DeliverDue();
        foreach (var channel in Ward.App.Services.GetServices<INoticeChannel>()) await Send(channel.Way);
    }

    public Task<int> Send(Way way) => Ward.App.Services.GetRequiredService<Courier>()
        .SendDue(Ward.App.Services.GetServices<INoticeChannel>().Single(c => c.Way == way), Ct);

    public Task<List<Letter>> Letters(Way? way = null) => Ward.App.InScope(services => services.GetRequiredService<CuobianDb>().Set<Letter>().AsNoTracking()
        .Where(l => way == null || l.Way == way).OrderBy(l => l.Id).ToListAsync(Ct));

    public async Task FollowByAccount(object what) => await Ward.Read(await Neighbour.PostAsJsonAsync(Notices + "/follows", what, Ct));

    public static async Task Choose(HttpClient client, object form) =>
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync(Notices + "/choices", form, Ct)).StatusCode);

    /// <summary>Opens a page and presses the one button on it.</summary>
    public async Task Press(string path, string handler)
    {
        var html = await Ward.Stranger.GetStringAsync(path, Ct);
        Page.AssertSound(html);
        var token = html.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = handler, ["__RequestVerificationToken"] = token });
        Assert.Equal(HttpStatusCode.OK, (await Ward.Stranger.PostAsync(path, form, Ct)).StatusCode);
    }

    /// <summary>Where the link in a text leads on this house.</summary>
    public static string LinkIn(string text, string start)
    {
        var at = text.IndexOf("https://cuobian.test" + start, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        return text[(at + "https://cuobian.test".Length)..].Split([' ', '\r', '\n', '>'], 2)[0];
    }

    public async ValueTask DisposeAsync()
    {
        await Ward.DisposeAsync();
        await Sms.DisposeAsync();
        Mail.Dispose();
    }
}
