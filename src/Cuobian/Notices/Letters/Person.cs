using Cuobian.Data.Crypto;
using Cuobian.Web;

namespace Cuobian.Notices.Letters;

/// <summary>How somebody with an account wants to be reached: addresses of their own, the language, and the hours of rest.</summary>
public sealed class Person : IPersonal
{
    public required Guid Id { get; init; }

    public required string Who { get; init; }

    public bool English { get; set; }

    /// <summary>Minutes after midnight between which nothing but the urgent goes out.</summary>
    public int QuietFrom { get; set; } = Quiet.From;

    public int QuietUntil { get; set; } = Quiet.Until;

    public string? Mail { get; set; }

    internal string? SealedMail { get; private set; }

    /// <summary>An address counts once its owner has confirmed it.</summary>
    public bool MailConfirmed { get; set; }

    /// <summary>What the link that was sent to the address stands for.</summary>
    public Guid? MailTicket { get; set; }

    public string? Phone { get; set; }

    internal string? SealedPhone { get; private set; }

    public bool PhoneConfirmed { get; set; }

    public Guid? PhoneTicket { get; set; }

    void IPersonal.Seal(Sealer sealer)
    {
        SealedMail = sealer.Seal("notices_person.Mail", Id, Mail, SealedMail);
        SealedPhone = sealer.Seal("notices_person.Phone", Id, Phone, SealedPhone);
    }

    void IPersonal.Open(Sealer sealer)
    {
        Mail = sealer.Open("notices_person.Mail", Id, SealedMail);
        Phone = sealer.Open("notices_person.Phone", Id, SealedPhone);
    }
}

/// <summary>What somebody wants to hear of a topic, when it is not the usual.</summary>
public sealed class Wish
{
    public required string Who { get; init; }

    public required string Topic { get; init; }

    public bool Off { get; set; }

    public Digest Digest { get; set; }
}

/// <summary>The hours of rest, in the time of China, and the instants at which held letters go out.</summary>
internal static class Quiet
{
    public const int From = 22 * 60;
    public const int Until = 7 * 60;
    private const int DailyAt = 8 * 60;

    /// <summary>The instant itself, or the end of the rest it falls into.</summary>
    public static DateTimeOffset After(DateTimeOffset at, int from, int until)
    {
        var local = TimeWords.Local(at);
        var minute = (int)local.TimeOfDay.TotalMinutes;
        var rests = from <= until ? minute >= from && minute < until : minute >= from || minute < until;
        if (!rests || from == until) return at;
        var end = Midnight(local).AddMinutes(until);
        return end > at ? end : end.AddDays(1);
    }

    /// <summary>When a letter that happened now goes out in a digest.</summary>
    public static DateTimeOffset Gathering(DateTimeOffset at, Digest digest)
    {
        var local = TimeWords.Local(at);
        if (digest == Digest.Hourly) return Midnight(local).AddHours(local.Hour + 1);
        if (digest == Digest.AtOnce) return at;
        var today = Midnight(local).AddMinutes(DailyAt);
        return today > at ? today : today.AddDays(1);
    }

    private static DateTimeOffset Midnight(DateTimeOffset local) => new(local.Date, local.Offset);
}
