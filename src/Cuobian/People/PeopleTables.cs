using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.People;

internal sealed class PeopleTables :
    IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Role>, IEntityTypeConfiguration<Post>, IEntityTypeConfiguration<Token>,
    IEntityTypeConfiguration<StoredUnit>, IEntityTypeConfiguration<StoredUnitType>, IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("people_account");
        account.HasIndex(a => a.Login).IsUnique();
        account.Ignore(a => a.Name);
        account.Ignore(a => a.OfficePhone);
        account.Ignore(a => a.TotpSecret);
        account.Ignore(a => a.Phone);
        account.Property(a => a.SealedPhone).HasColumnName("Phone");
        account.HasIndex(a => a.PhoneIndex).IsUnique();
        account.Property(a => a.SealedTotpSecret).HasColumnName("TotpSecret");
        account.Property(a => a.SealedName).HasColumnName("Name");
        account.Property(a => a.SealedOfficePhone).HasColumnName("OfficePhone");
    }

    public void Configure(EntityTypeBuilder<Role> role)
    {
        role.ToTable("people_role");
        role.HasKey(r => r.Code);
    }

    public void Configure(EntityTypeBuilder<Post> post)
    {
        post.ToTable("people_post");
        post.Property(p => p.Id).ValueGeneratedNever();
        post.HasIndex(p => p.Area);
        post.HasOne<Account>().WithMany().HasForeignKey(p => p.Account).OnDelete(DeleteBehavior.Restrict);
        post.HasOne<Role>().WithMany().HasForeignKey(p => p.Role).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Token> token)
    {
        token.ToTable("people_token");
        token.Property(t => t.Id).ValueGeneratedNever();
        token.HasOne<Account>().WithMany().HasForeignKey(t => t.Account).OnDelete(DeleteBehavior.Restrict);
        token.HasIndex(t => t.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StoredUnit> unit)
    {
        unit.ToTable("people_unit");
        unit.HasKey(u => u.Code);
        unit.HasOne<StoredUnitType>().WithMany().HasForeignKey(u => u.Type).OnDelete(DeleteBehavior.Restrict);
        unit.HasOne<StoredUnit>().WithMany().HasForeignKey(u => u.Parent).OnDelete(DeleteBehavior.Restrict);
        unit.HasIndex(u => u.Area);
        unit.Ignore(u => u.Facts);
    }

    public void Configure(EntityTypeBuilder<StoredUnitType> type)
    {
        type.ToTable("people_unit_type");
        type.HasKey(t => t.Code);
        type.PrimitiveCollection(t => t.Levels).ElementType(level => level.HasConversion<string>());
        type.Ignore(t => t.Facts);
    }

    public void Configure(EntityTypeBuilder<StoredKey> key)
    {
        key.ToTable("people_key");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Ignore(k => k.Xml);
        key.Property(k => k.SealedXml).HasColumnName("Xml");
    }
}

internal static class PeopleSets
{
    extension(CuobianDb db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();
        public DbSet<Role> Roles => db.Set<Role>();
        public DbSet<Post> Posts => db.Set<Post>();
        public DbSet<Token> Tokens => db.Set<Token>();
        public DbSet<StoredUnit> Units => db.Set<StoredUnit>();
        public DbSet<StoredUnitType> UnitTypes => db.Set<StoredUnitType>();

        /// <summary>Every area an account has or had a post in: who administers the account must reach them all.</summary>
        public Task<List<string>> AreasOf(Guid account, CancellationToken ct) =>
            db.Posts.Where(p => p.Account == account).Select(p => p.Area).Distinct().ToListAsync(ct);
    }
}
