using System.Linq.Expressions;
using Cuobian.Data;
using Cuobian.Kernel;

namespace Cuobian.Field;

/// <summary>What an actor's grants cover, as a question to the database.</summary>
internal static class FieldReach
{
    public static Expression<Func<T, bool>> Covered<T>(Actor actor, string permission, Expression<Func<T, string>> grid)
    {
        var areas = actor.IsSystem ? [""] : actor.Grants.Where(g => g.Permission == permission).Select(g => g.Area).Distinct().ToList();
        var parts = areas.Select(area => Within(grid, area)).ToList();
        var any = parts.Count == 0 ? Expression.Constant(false) : parts.Aggregate(Expression.OrElse);
        return Expression.Lambda<Func<T, bool>>(any, grid.Parameters);
    }

    /// <summary>A range of codes, which an index answers.</summary>
    private static Expression Within<T>(Expression<Func<T, string>> grid, string area)
    {
        if (area.Length == 0) return Expression.Constant(true);
        var compare = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;
        Expression Compared(string bound) => Expression.Call(compare, grid.Body, Expression.Constant(bound));
        return Expression.AndAlso(
            Expression.GreaterThanOrEqual(Compared(area), Expression.Constant(0)), Expression.LessThan(Compared(CuobianDb.After(area)), Expression.Constant(0)));
    }
}
