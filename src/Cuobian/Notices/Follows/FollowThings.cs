using System.Net.Mail;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Notices.Channels;
using Cuobian.Notices.Letters;
using Cuobian.Places.Contracts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Follows;

/// <summary>Somebody follows a public matter, an area, or one kind of matter in an area: by account, or by a mail address that its owner confirms.</summary>
internal sealed class FollowThings(
    CuobianDb db, Actor actor, IMatters matters, IPlaces places, ICryptoProvider crypto, AskToConfirm confirm, IEnumerable<INoticeChannel> channels, TimeProvider time)
{
    /// <summary>So that nobody fills a stranger's mailbox with questions.</summary>
    private const int MostAskedADay = 5;
    private const int MostFollowed = 200;

    public sealed class Form
    {
        public string? Number { get; set; }
        public string? Area { get; set; }
        public string? Category { get; set; }

        /// <summary>Of somebody who has not signed in.</summary>
        public string? Mail { get; set; }
    }

    /// <summary>What came of it: following, or asked by mail first.</summary>
    public sealed record Answer(bool Following, bool Asked);

    public static void Map(IEndpointRouteBuilder notices) =>
        notices.MapPost("/follows", async (Form? form, FollowThings follow, CancellationToken ct) =>
            await follow.Run(form ?? new(), ct) is { } answer ? Results.Ok(answer) : Results.NotFound()).WithSummary("Follow a public matter (number), an area, or a kind of matter in an area.");

    /// <summary>Null for a matter that not everybody may know of.</summary>
    public async Task<Answer?> Run(Form form, CancellationToken ct)
    {
        var matter = form.Number is { Length: > 0 } number ? await matters.Show(number, ct) : null;
        if (form.Number is { Length: > 0 } && matter is null) return null;
        Check(form, matter);
        var target = matter is not null ? Follow.OfMatter(matter.Id) : Follow.OfArea(form.Area!, Clean(form.Category));
        return await db.InOneTransaction(() => actor.Account is { } account ? ByAccount(account, form, matter, target, ct) : ByMail(form, matter, target, ct), ct);
    }

    private void Check(Form form, ListedMatter? matter) => new Faults()
        .If(matter is null && (form.Area is not { Length: > 0 } area || places.Find(area) is null), "area", "notices.area_unknown")
        .If(matter is null && Clean(form.Category) is { } category && matters.Kinds.All(kind => kind.Code != category), "category", "notices.category_unknown")
        .If(actor.Account is null && string.IsNullOrWhiteSpace(form.Mail), "mail", "required")
        .If(actor.Account is null && !string.IsNullOrWhiteSpace(form.Mail) && !IsMail(form.Mail), "mail", "notices.mail_form")
        .If(actor.Account is null && !channels.Any(c => c is { Way: Way.Mail, IsOpen: true }), "mail", "notices.mail_closed")
        .Throw();

    private async Task<Answer?> ByAccount(Guid account, Form form, ListedMatter? matter, string target, CancellationToken ct)
    {
        var who = Who.Account(account);
        if (await db.Set<Follow>().AnyAsync(f => f.Who == who && f.Target == target, ct)) return new Answer(true, false);
        Refused.If(await db.Set<Follow>().CountAsync(f => f.Who == who, ct) >= MostFollowed, "notices.follows_enough", MostFollowed);
        db.Add(New(who, target, form, matter, account));
        await db.SaveChangesAsync(ct);
        return new Answer(true, false);
    }

    /// <summary>Whether the address follows already is nobody's business: the answer is the same.</summary>
    private async Task<Answer?> ByMail(Form form, ListedMatter? matter, string target, CancellationToken ct)
    {
        var mail = form.Mail!.Trim();
        var who = Who.Mail(crypto, mail);
        if (await db.Set<Follow>().AnyAsync(f => f.Who == who && f.Target == target, ct)) return new Answer(false, true);
        var day = time.GetUtcNow().AddDays(-1);
        Refused.If(await db.Set<Follow>().CountAsync(f => f.Who == who && f.ConfirmedAt == null && f.At > day, ct) >= MostAskedADay, "notices.asked_enough");
        var follow = New(who, target, form, matter, null);
        db.Add(follow);
        await confirm.Ask(follow.Id, Way.Mail, mail, who, follow.English, ct);
        await db.SaveChangesAsync(ct);
        return new Answer(false, true);
    }

    private Follow New(string who, string target, Form form, ListedMatter? matter, Guid? account)
    {
        var now = time.GetUtcNow();
        return new Follow
        {
            Id = Guid.CreateVersion7(now),
            Who = who,
            Target = target,
            Account = account,
            Number = matter?.Number,
            Area = matter is null ? form.Area : null,
            Category = matter is null ? Clean(form.Category) : null,
            Mail = account is null ? form.Mail!.Trim() : null,
            English = Languages.IsEnglish,
            At = now,
            ConfirmedAt = account is null ? null : now,
        };
    }

    internal static bool IsMail(string? text) => text is { Length: <= 200 } && MailAddress.TryCreate(text.Trim(), out var address) && address.Address == text.Trim() && address.Host.Contains('.', StringComparison.Ordinal);

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
