using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cuobian.Data;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Channels;

/// <summary>Tells webhooks: our own signed JSON, the group robots of WeCom, those of DingTalk with their signature.</summary>
internal sealed class RobotChannel(IServiceScopeFactory scopes, Outward outward, TimeProvider time) : INoticeChannel
{
    /// <summary>WeCom cuts a message off at 4096 bytes.</summary>
    private const int MostCharacters = 1300;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public Way Way => Way.Hook;

    public bool IsOpen => true;

    public async Task<Trouble?> Send(Message message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var id = Guid.ParseExact(message.Who.Split(':')[1], "N");
        var robot = await scope.ServiceProvider.GetRequiredService<CuobianDb>().Set<Robot>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        return robot is { Enabled: true } ? await Send(robot, message, ct) : new Trouble("robot_gone", Final: true);
    }

    public async Task<Trouble?> Send(Robot robot, Message message, CancellationToken ct)
    {
        using var request = Request(robot, message, time.GetUtcNow());
        return await outward.Post(request, robot.Form == RobotForm.Json ? _ => null : ErrorIn, ct);
    }

    public static HttpRequestMessage Request(Robot robot, Message message, DateTimeOffset now)
    {
        var body = Body(robot, message);
        var address = robot is { Form: RobotForm.DingTalk, Secret.Length: > 0 } ? DingTalkAddress(robot.Url, robot.Secret, now) : robot.Url;
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");
        if (robot.Form == RobotForm.Json) Sign(request, robot, message, body, now);
        return request;
    }

    /// <summary>The signature DingTalk asks for: HMAC-SHA256 of the instant and the secret, under the secret.</summary>
    public static string DingTalkAddress(string url, string secret, DateTimeOffset now)
    {
        var instant = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{instant}\n{secret}")));
        return $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timestamp={instant}&sign={Uri.EscapeDataString(sign)}";
    }

    private static byte[] Body(Robot robot, Message message)
    {
        var text = message.Text.Length > MostCharacters ? message.Text[..MostCharacters] + "…" : message.Text;
        object body = robot.Form switch
        {
            RobotForm.Json => new { id = message.Id.ToString("N"), message.Topic, message.At, message.Title, message.Facts },
            RobotForm.WeCom or RobotForm.DingTalk when robot.Plain => new { msgtype = "text", text = new { content = $"{message.Title}\n{text}" } },
            RobotForm.WeCom => new { msgtype = "markdown", markdown = new { content = $"**{message.Title}**\n{text}" } },
            _ => new { msgtype = "markdown", markdown = new { title = message.Title, text = $"#### {message.Title}\n\n{text.ReplaceLineEndings("\n\n")}" } },
        };
        return JsonSerializer.SerializeToUtf8Bytes(body, Json);
    }

    /// <summary>Standard Webhooks: id, instant and HMAC-SHA256 over both and the body.</summary>
    private static void Sign(HttpRequestMessage request, Robot robot, Message message, byte[] body, DateTimeOffset now)
    {
        var id = $"msg_{message.Id:N}";
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        if (robot.Secret is not { Length: > 0 } secret) return;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
    }

    /// <summary>Both robots answer 200 with a code inside; only 0 is a yes.</summary>
    private static Trouble? ErrorIn(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (!json.RootElement.TryGetProperty("errcode", out var code)) return new Trouble("refused", "errcode");
            return code.TryGetInt64(out var number) && number == 0 ? null : new Trouble("refused", $"errcode {code}");
        }
        catch (JsonException)
        {
            return new Trouble("refused", "errcode");
        }
    }
}
