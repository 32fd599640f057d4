using System.Text.Json;
using Cuobian.Data;
using Cuobian.People.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People.Teams;

internal sealed class TeamTables : IEntityTypeConfiguration<TeamKind>, IEntityTypeConfiguration<Team>, IEntityTypeConfiguration<TeamMember>
{
    public void Configure(EntityTypeBuilder<TeamKind> kind)
    {
        kind.ToTable("people_team_kind");
        kind.HasKey(k => k.Code);
        kind.Ignore(k => k.Name);
        kind.PrimitiveCollection(k => k.Levels).ElementType(level => level.HasConversion<string>());
        kind.Property(k => k.Roles).HasConversion(roles => Write(roles), text => Read(text), new ValueComparer<List<TeamRole>>(
            (one, other) => Write(one!) == Write(other!), roles => Write(roles).GetHashCode(StringComparison.Ordinal), roles => Read(Write(roles))));
    }

    public void Configure(EntityTypeBuilder<Team> team)
    {
        team.ToTable("people_team");
        team.Property(t => t.Id).ValueGeneratedNever();
        team.Property(t => t.Area).HasMaxLength(15);
        team.Property(t => t.Name).HasMaxLength(Limit.Name);
        team.HasOne<TeamKind>().WithMany().HasForeignKey(t => t.Kind).OnDelete(DeleteBehavior.Restrict);
        team.HasIndex(t => new { t.Area, t.Kind, t.Name }).IsUnique().HasFilter("\"ValidTo\" IS NULL").HasDatabaseName("people_team_today");
    }

    public void Configure(EntityTypeBuilder<TeamMember> member)
    {
        member.ToTable("people_team_member");
        member.Property(m => m.Id).ValueGeneratedNever();
        member.Ignore(m => m.Name);
        member.Ignore(m => m.OfficePhone);
        member.Property(m => m.SealedName).HasColumnName("Name");
        member.Property(m => m.SealedOfficePhone).HasColumnName("OfficePhone");
        member.HasOne<Team>().WithMany().HasForeignKey(m => m.Team).OnDelete(DeleteBehavior.Restrict);
        member.HasOne<Account>().WithMany().HasForeignKey(m => m.Account).OnDelete(DeleteBehavior.Restrict);
    }

    public static string Write(List<TeamRole> roles) => JsonSerializer.Serialize(roles, JsonSerializerOptions.Web);

    public static List<TeamRole> Read(string text) => JsonSerializer.Deserialize<List<TeamRole>>(text, JsonSerializerOptions.Web) ?? [];
}

internal static class TeamSets
{
    extension(CuobianDb db)
    {
        public DbSet<TeamKind> TeamKinds => db.Set<TeamKind>();
        public DbSet<Team> Teams => db.Set<Team>();
        public DbSet<TeamMember> TeamMembers => db.Set<TeamMember>();

        /// <summary>Teams that exist on the day in the area and below.</summary>
        public IQueryable<Team> TeamsIn(string area, DateOnly day) => db.Teams.AsNoTracking().Where(t => t.ValidFrom <= day && (t.ValidTo == null || t.ValidTo > day)
            && string.Compare(t.Area, area) >= 0 && string.Compare(t.Area, CuobianDb.After(area)) < 0);
    }
}
