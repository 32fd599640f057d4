using System.Linq.Expressions;
using System.Reflection;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cuobian.Tests.Architecture;

/// <summary>The migrations of both providers say what the model says, and the model can be compiled beforehand.</summary>
public sealed class ModelTests
{
    [Fact]
    public void No_change_waits_for_a_migration_on_SQLite()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void No_change_waits_for_a_migration_on_PostgreSQL()
    {
        using var db = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void What_the_model_calls_can_be_written_as_code()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
        var used = new Used();
        foreach (var property in db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(e => e.GetFlattenedProperties()))
        {
            used.Visit(property.GetValueConverter()?.ConvertToProviderExpression);
            used.Visit(property.GetValueConverter()?.ConvertFromProviderExpression);
            used.Visit(property.GetValueComparer()?.SnapshotExpression);
        }
        var ours = used.Members.Where(member => member.DeclaringType?.Assembly == typeof(SqliteDb).Assembly).ToList();
        Assert.NotEmpty(ours);
        // eng/model writes these calls into another file; it cannot reach what is private.
        Findings.MustBeNone(ours.Where(m => m is MethodInfo { IsPublic: false } or FieldInfo { IsPublic: false }).Select(m => $"{m.DeclaringType}.{m.Name} is not public."));
    }

    [Fact]
    public void Every_table_carries_the_name_of_its_module()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
        var strangers = db.Model.GetEntityTypes()
            .Where(e => e.GetTableName() is { } table && e.ClrType.Namespace is { } space && space.StartsWith("Cuobian.", StringComparison.Ordinal)
                && !table.StartsWith(space.Split('.')[1].ToLowerInvariant() + "_", StringComparison.Ordinal))
            .Select(e => $"{e.ClrType.Name} is stored as {e.GetTableName()}");
        Findings.MustBeNone(strangers);
    }

    /// <summary>The methods and fields that expressions use.</summary>
    private sealed class Used : ExpressionVisitor
    {
        public HashSet<MemberInfo> Members { get; } = [];

        protected override Expression VisitMethodCall(MethodCallExpression call)
        {
            Members.Add(call.Method);
            return base.VisitMethodCall(call);
        }

        protected override Expression VisitMember(MemberExpression member)
        {
            if (member.Member is FieldInfo { IsStatic: true } field) Members.Add(field);
            return base.VisitMember(member);
        }
    }
}
