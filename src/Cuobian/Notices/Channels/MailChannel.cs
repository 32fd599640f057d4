using System.Net;
using System.Net.Mail;
using System.Text;
using Cuobian.Notices.Templates;
using Microsoft.Extensions.Options;

namespace Cuobian.Notices.Channels;

/// <summary>Sends letters through a mail server (SMTP), with the header by which a mail program unsubscribes at one click.</summary>
internal sealed class MailChannel(IOptionsMonitor<NoticesSettings> settings) : INoticeChannel
{
    public Way Way => Way.Mail;

    public bool IsOpen => settings.CurrentValue is { Address.Length: > 0, Mail: { Host.Length: > 0, From.Length: > 0 } };

    public async Task<Trouble?> Send(Message message, CancellationToken ct)
    {
        var mail = settings.CurrentValue.Mail;
        if (!MailAddress.TryCreate(message.To, out var to)) return new Trouble("address", Final: true);
        using var letter = new MailMessage(new MailAddress(mail.From), to)
        {
            Subject = message.Title.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            Body = Body(message),
            BodyEncoding = Encoding.UTF8,
        };
        letter.Headers.Add("Message-ID", $"<{message.Id:N}@{letter.From!.Host}>");
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        if (message.Unsubscribe is { } unsubscribe)
        {
            letter.Headers.Add("List-Unsubscribe", $"<{unsubscribe}/now>");
            letter.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        using var server = new SmtpClient(mail.Host, mail.Port) { EnableSsl = mail.StartTls };
        if (mail.User.Length > 0) server.Credentials = new NetworkCredential(mail.User, mail.Password);
        try
        {
            await server.SendMailAsync(letter, ct);
            return null;
        }
        catch (SmtpException failure) when (!ct.IsCancellationRequested)
        {
            return Told(failure);
        }
    }

    /// <summary>An address the server refuses for good stays refused; anything else may pass.</summary>
    private static Trouble Told(SmtpException failure) => failure.StatusCode switch
    {
        SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath =>
            new Trouble("address", $"{(int)failure.StatusCode}", Final: true),
        SmtpStatusCode.GeneralFailure => new Trouble("unreachable"),
        var status => new Trouble("refused", $"{(int)status}"),
    };

    private static string Body(Message message) => message.Unsubscribe is { } unsubscribe
        ? $"{message.Text}\n\n{ShippedTemplates.Frame("unsubscribe", message.English)} {unsubscribe}\n"
        : message.Text + "\n";
}
