using System.Linq.Expressions;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;

namespace Cuobian.Matters;

/// <summary>Which matters an actor's grants reach: to read, and to act on now.</summary>
internal static class MatterReach
{
    /// <summary>The digits of a township's code: above it an area holds too much of everything to be read by area.</summary>
    private const int Wide = 9;

    /// <summary>What the grants with the reading permission cover: areas, and units' own matters.</summary>
    public static IQueryable<Matter> Readable(this IQueryable<Matter> all, Actor actor)
    {
        var grants = actor.Grants.Where(g => g.Permission == MattersPermissions.Read).ToList();
        if (actor.IsSystem || grants.Any(g => g is { Area: "", Unit: null })) return all;
        return grants.Count == 0 ? all.Where(_ => false) : all.Where(grants.Select(Scope).Aggregate(Or));
    }

    /// <summary>What waits for this actor: matters that one of their commands would move on, and for supervisors what is overdue.</summary>
    public static IQueryable<Matter> ToDoFor(this IQueryable<Matter> all, Actor actor, DateTimeOffset now)
    {
        var shares = new List<Expression<Func<Matter, bool>>>();
        foreach (var grant in actor.Grants)
        {
            var rules = MatterRules.Table.Where(r => r.Permission == grant.Permission && MovesOn(r)).ToList();
            var states = rules.SelectMany(r => r.From).Distinct().Where(s => s != MatterState.Closed).ToList();
            if (states.Count == 0) continue;
            Expression<Func<Matter, bool>> share = m => states.Contains(m.State);
            if (rules.Exists(r => r.Who == Who.Other)) share = And(share, NotTheirOwn(actor));
            if (grant.Permission == MattersPermissions.Supervise) share = Or(share, m => m.NextDueAt < now || m.Request != null);
            shares.Add(And(share, grant.Unit is null ? Scope(grant) : And(Scope(grant), LedOrAnswerableBy(grant.Unit))));
        }
        return shares.Count == 0 ? all.Where(_ => false) : all.Where(shares.Aggregate(Or));
    }

    /// <summary>Does the actor hold any permission whose commands move matters on?</summary>
    public static bool HasWork(Actor actor) => MatterRules.Table.Any(r => r.Permission is not null && MovesOn(r) && actor.MaySomewhere(r.Permission));

    /// <summary>Does the command bring the matter further, as remarks and photos do not?</summary>
    public static bool MovesOn(MatterRule rule) => !rule.Aside && (rule.To is not null || rule.Needs.HasFlag(Needs.Category));

    /// <summary>Matters in an area or anything below it.</summary>
    public static IQueryable<Matter> Within(this IQueryable<Matter> matters, string area) =>
        area.Length == 0 ? matters : matters.Where(In(area));

    /// <summary>
    /// A narrow area is a range of codes, which an index answers. In a wide one the list is read in its own order and the area
    /// only checked: a prefix is what SQLite does not look for in an index, and PostgreSQL decides by its statistics.
    /// </summary>
    public static Expression<Func<Matter, bool>> In(string area)
    {
        if (area.Length <= Wide) return m => m.Area.StartsWith(area);
        var end = CuobianDb.After(area);
        return m => string.Compare(m.Area, area) >= 0 && string.Compare(m.Area, end) < 0;
    }

    private static Expression<Func<Matter, bool>> NotTheirOwn(Actor actor)
    {
        var (account, unit) = (actor.Account, actor.Unit);
        return m => m.Handler != account && (unit == null || m.HandlerUnit == null || m.HandlerUnit != unit);
    }

    /// <summary>A called unit has something to do only until it has finished or refused its part.</summary>
    private static Expression<Func<Matter, bool>> LedOrAnswerableBy(string unit) =>
        m => m.LeadUnit == unit || m.Co.Any(c => c.Unit == unit && (c.State == CoState.Called || c.State == CoState.Accepted));

    private static Expression<Func<Matter, bool>> Scope(Grant grant)
    {
        var (area, unit) = (grant.Area, grant.Unit);
        Expression<Func<Matter, bool>> ofUnit = m => m.LeadUnit == unit || m.Co.Any(c => c.Unit == unit);
        return (area.Length, unit) switch
        {
            (0, null) => _ => true,
            (0, _) => ofUnit,
            (_, null) => In(area),
            _ => And(ofUnit, In(area)),
        };
    }

    private static Expression<Func<Matter, bool>> Or(Expression<Func<Matter, bool>> one, Expression<Func<Matter, bool>> other) =>
        Expression.Lambda<Func<Matter, bool>>(Expression.OrElse(one.Body, Rebound(other, one)), one.Parameters);

    private static Expression<Func<Matter, bool>> And(Expression<Func<Matter, bool>> one, Expression<Func<Matter, bool>> other) =>
        Expression.Lambda<Func<Matter, bool>>(Expression.AndAlso(one.Body, Rebound(other, one)), one.Parameters);

    private static Expression Rebound(Expression<Func<Matter, bool>> from, Expression<Func<Matter, bool>> to) =>
        new Rebinder(from.Parameters[0], to.Parameters[0]).Visit(from.Body);

    private sealed class Rebinder(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
