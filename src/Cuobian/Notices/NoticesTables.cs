using Cuobian.Notices.Channels;
using Cuobian.Notices.Follows;
using Cuobian.Notices.Letters;
using Cuobian.Notices.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Notices;

internal sealed class NoticesTables :
    IEntityTypeConfiguration<Letter>, IEntityTypeConfiguration<Spread>, IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Wish>,
    IEntityTypeConfiguration<Follow>, IEntityTypeConfiguration<Robot>, IEntityTypeConfiguration<ChangedTemplate>
{
    public void Configure(EntityTypeBuilder<Letter> letter)
    {
        letter.ToTable("notices_letter");
        letter.Property(l => l.Id).ValueGeneratedNever();
        letter.Ignore(l => l.Paper);
        letter.Property(l => l.SealedPaper).HasColumnName("Paper");
        letter.HasIndex(l => new { l.Event, l.Who, l.Way }).IsUnique();
        letter.HasIndex(l => new { l.Way, l.State, l.DueAt });
        letter.HasIndex(l => new { l.Account, l.Way, l.Id });
        letter.HasIndex(l => new { l.Account, l.ReadAt }).HasFilter("\"ReadAt\" is null and \"Account\" is not null");
        letter.HasIndex(l => l.Claim);
        letter.HasIndex(l => l.At);
    }

    public void Configure(EntityTypeBuilder<Spread> spread)
    {
        spread.ToTable("notices_spread");
        spread.Ignore(s => s.Waits);
        spread.Ignore(s => s.Named);
        spread.HasIndex(s => s.Event).IsUnique();
        spread.HasIndex(s => s.At);
    }

    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("notices_person");
        person.Property(p => p.Id).ValueGeneratedNever();
        person.HasIndex(p => p.Who).IsUnique();
        person.HasIndex(p => p.MailTicket);
        person.HasIndex(p => p.PhoneTicket);
        person.Ignore(p => p.Mail);
        person.Ignore(p => p.Phone);
        person.Property(p => p.SealedMail).HasColumnName("Mail");
        person.Property(p => p.SealedPhone).HasColumnName("Phone");
    }

    public void Configure(EntityTypeBuilder<Wish> choice)
    {
        choice.ToTable("notices_wish");
        choice.HasKey(c => new { c.Who, c.Topic });
    }

    public void Configure(EntityTypeBuilder<Follow> follow)
    {
        follow.ToTable("notices_follow");
        follow.Property(f => f.Id).ValueGeneratedNever();
        follow.Ignore(f => f.Mail);
        follow.Property(f => f.SealedMail).HasColumnName("Mail");
        follow.HasIndex(f => new { f.Who, f.Target }).IsUnique();
        follow.HasIndex(f => new { f.Target, f.Id });
    }

    public void Configure(EntityTypeBuilder<Robot> robot)
    {
        robot.ToTable("notices_robot");
        robot.Property(r => r.Id).ValueGeneratedNever();
        robot.Ignore(r => r.Url);
        robot.Ignore(r => r.Secret);
        robot.Property(r => r.SealedUrl).HasColumnName("Url");
        robot.Property(r => r.SealedSecret).HasColumnName("Secret");
    }

    public void Configure(EntityTypeBuilder<ChangedTemplate> template)
    {
        template.ToTable("notices_template");
        template.HasKey(t => new { t.Topic, t.Way, t.English });
    }
}
