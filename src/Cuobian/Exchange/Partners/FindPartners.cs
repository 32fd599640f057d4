using Cuobian.Data;
using Cuobian.Exchange.Contracts;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>How a partner is doing.</summary>
public enum Health { Well, Troubled, Failing, Closed }

/// <summary>A partner as staff see it; never its secret.</summary>
public sealed record PartnerView(
    string Code, string Name, string Area, string? Url, bool Enabled, Health Health, int Waiting, int Dead, DateTimeOffset? LastOkAt, DateTimeOffset? LastHeardAt, string? LastError)
{
    /// <summary>Our category code → theirs.</summary>
    public IReadOnlyDictionary<string, string> Categories { get; init; } = new Dictionary<string, string>();

    /// <summary>How often it failed since it last answered well.</summary>
    public int FailuresInRow { get; init; }

    /// <summary>Nothing is sent before, while it is in trouble.</summary>
    public DateTimeOffset? PausedUntil { get; init; }
}

/// <summary>A message as staff see it.</summary>
public sealed record DeliveryView(
    Guid Id, string Partner, string Number, DeliveryState State, int Attempts, DateTimeOffset At, DateTimeOffset DueAt, DateTimeOffset? DeliveredAt, int? Status, string? Error);

/// <summary>Shows partners with their health, and what was sent to them.</summary>
internal sealed class FindPartners(CuobianDb db, Actor actor)
{
    public const int PageSize = 50;
    private const int FailingFrom = 3;

    public static void Map(IEndpointRouteBuilder partners)
    {
        partners.MapGet("", async (FindPartners find, CancellationToken ct) => Results.Ok(await find.Run(ct))).WithSummary("Partners and how they are doing.");
        partners.MapGet("/deliveries", async (string? partner, DeliveryState? state, Guid? after, FindPartners find, CancellationToken ct) =>
            Results.Ok(await find.Deliveries(partner, state, after, ct))).WithSummary("Messages to partners, newest first; pass the last id as `after`.");
    }

    public async Task<IReadOnlyList<PartnerView>> Run(CancellationToken ct)
    {
        var partners = await Mine(ct);
        var counts = await db.Set<Delivery>().Where(d => d.State != DeliveryState.Delivered)
            .GroupBy(d => new { d.PartnerId, d.State }).Select(g => new { g.Key.PartnerId, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        int Count(Guid partner, DeliveryState state) => counts.Where(c => c.PartnerId == partner && c.State == state).Sum(c => c.Count);
        return [.. partners.Select(p => View(p, Count(p.Id, DeliveryState.Waiting), Count(p.Id, DeliveryState.Dead)))];
    }

    public async Task<IReadOnlyList<DeliveryView>> Deliveries(string? partner, DeliveryState? state, Guid? after, CancellationToken ct)
    {
        var mine = (await Mine(ct)).Where(p => string.IsNullOrEmpty(partner) || p.Code == partner).ToDictionary(p => p.Id, p => p.Code);
        var ids = mine.Keys.ToList();
        var found = db.Set<Delivery>().AsNoTracking().Where(d => ids.Contains(d.PartnerId));
        if (state is { } wanted) found = found.Where(d => d.State == wanted);
        if (after is { } last) found = found.Where(d => d.Id.CompareTo(last) < 0);
        var rows = await found.OrderByDescending(d => d.Id).Take(PageSize).ToListAsync(ct);
        return [.. rows.Select(d => new DeliveryView(d.Id, mine[d.PartnerId], d.Number, d.State, d.Attempts, d.At, d.DueAt, d.DeliveredAt, d.Status, d.Error))];
    }

    private async Task<List<Partner>> Mine(CancellationToken ct)
    {
        actor.RequireSomewhere(ExchangePermissions.Manage);
        var all = await db.Set<Partner>().AsNoTracking().OrderBy(p => p.Code).ToListAsync(ct);
        return [.. all.Where(p => actor.May(ExchangePermissions.Manage, p.Area))];
    }

    private static PartnerView View(Partner p, int waiting, int dead) =>
        new(p.Code, p.Name, p.Area, p.Url, p.Enabled, HealthOf(p, dead), waiting, dead, p.LastOkAt, p.LastHeardAt, p.LastError)
        {
            Categories = p.Categories,
            FailuresInRow = p.FailuresInRow,
            PausedUntil = p.PausedUntil,
        };

    private static Health HealthOf(Partner p, int dead) =>
        !p.Enabled ? Health.Closed : p.FailuresInRow >= FailingFrom ? Health.Failing : p.FailuresInRow > 0 || dead > 0 ? Health.Troubled : Health.Well;
}
