using Cuobian.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Matters.Tally;

/// <summary>Stores what a change of matters does to the figures in the same transaction. It only adds a row: nobody waits for a shared one.</summary>
internal sealed class KeepTally(TimeProvider time) : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData saving, InterceptionResult<int> result, CancellationToken ct = default)
    {
        if (saving.Context is CuobianDb db) Keep(db);
        return ValueTask.FromResult(result);
    }

    private void Keep(CuobianDb db)
    {
        // A save that is tried again finds the rows of the first try.
        foreach (var tried in db.ChangeTracker.Entries<TallyChange>().Where(c => c.State == EntityState.Added).ToList()) tried.State = EntityState.Detached;
        foreach (var matter in db.ChangeTracker.Entries<Matter>().ToList())
        {
            var facts = Change(matter, matter.Entity.Clocks.Select(db.Entry)).ToList();
            if (facts.Count > 0) db.Add(new TallyChange { Id = Guid.CreateVersion7(time.GetUtcNow()), Matter = matter.Entity.Id, Facts = Fact.Write(facts) });
        }
    }

    private static IEnumerable<Fact> Change(EntityEntry<Matter> matter, IEnumerable<EntityEntry<MatterClock>> clocks)
    {
        var m = matter.Entity;
        List<Fact> now = [], before = [];
        if (matter.State is EntityState.Added or EntityState.Modified) now.AddRange(Fact.Of(new Countable(m.Area, m.CategoryCode, m.State, m.Visibility, m.RegisteredAt, m.ClosedAt, m.RatedSatisfied, m.NextDueAt, m.Tier != Tier.Ordinary)));
        if (matter.State == EntityState.Modified)
            before.AddRange(Fact.Of(new Countable(Was(matter, x => x.Area), Was(matter, x => x.CategoryCode), Was(matter, x => x.State), Was(matter, x => x.Visibility),
                Was(matter, x => x.RegisteredAt), Was(matter, x => x.ClosedAt), Was(matter, x => x.RatedSatisfied), Was(matter, x => x.NextDueAt), Was(matter, x => x.Tier) != Tier.Ordinary)));
        foreach (var clock in clocks)
        {
            now.AddRange(Fact.Of(m.Area, m.LeadUnit, clock.Entity.Kind, clock.Entity.StoppedAt, clock.Entity.Late));
            if (clock.State is EntityState.Unchanged or EntityState.Modified)
                before.AddRange(Fact.Of(Was(matter, x => x.Area), Was(matter, x => x.LeadUnit), clock.Entity.Kind, Was(clock, c => c.StoppedAt), Was(clock, c => c.Late)));
        }
        return Fact.Difference(before, now);
    }

    private static TValue Was<TEntity, TValue>(EntityEntry<TEntity> entry, System.Linq.Expressions.Expression<Func<TEntity, TValue>> of) where TEntity : class => entry.Property(of).OriginalValue;
}
