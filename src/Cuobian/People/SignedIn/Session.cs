using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.SignedIn;

/// <summary>Somebody signed in on one device: since when, last seen when, and until when at the latest.</summary>
public sealed class Session
{
    /// <summary>Staff sign in for a working day; residents on their own phone need not ask for a code every week.</summary>
    public static readonly TimeSpan StaffIdle = TimeSpan.FromHours(8);
    public static readonly TimeSpan StaffAtMost = TimeSpan.FromHours(24);
    public static readonly TimeSpan ResidentIdle = TimeSpan.FromDays(14);
    public static readonly TimeSpan ResidentAtMost = TimeSpan.FromDays(90);

    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    /// <summary>The security stamp the account had: a new one ends the session.</summary>
    public required string Stamp { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Written at most once a minute.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    public required int IdleMinutes { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public required string Browser { get; init; }

    public required string System { get; init; }

    /// <summary>The network address without its end.</summary>
    public required string From { get; init; }

    public static Session Open(Account account, string? userAgent, string address, DateTimeOffset now)
    {
        var resident = account.Phone is not null;
        return new Session
        {
            Id = Guid.CreateVersion7(now),
            Account = account.Id,
            Stamp = account.SecurityStamp,
            OpenedAt = now,
            SeenAt = now,
            IdleMinutes = (int)(resident ? ResidentIdle : StaffIdle).TotalMinutes,
            EndsAt = now + (resident ? ResidentAtMost : StaffAtMost),
            Browser = Device.BrowserOf(userAgent),
            System = Device.SystemOf(userAgent),
            From = Device.Masked(address),
        };
    }

    public bool LivesAt(DateTimeOffset instant) =>
        EndedAt is null && instant < EndsAt && instant < SeenAt + TimeSpan.FromMinutes(IdleMinutes);
}

internal sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("people_session");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.Account).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(s => new { s.Account, s.EndsAt });
        session.HasIndex(s => s.EndsAt);
    }
}
