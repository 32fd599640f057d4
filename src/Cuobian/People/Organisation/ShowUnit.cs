using System.Globalization;
using Cuobian.Data;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation;

/// <summary>A seat in a unit; <paramref name="Now"/> while it is held.</summary>
public sealed record SeatView(Guid Id, string Unit, string UnitName, string Title, bool Heads, DateOnly From, DateOnly? To, bool Now);

/// <summary>A post: what somebody may do where, since when.</summary>
public sealed record PostView(string Role, string Area, string AreaName, DateOnly From, DateOnly? To, bool Now);

/// <summary>Somebody of a unit, with every seat and post they hold or held.</summary>
public sealed record PersonView(Guid Account, string Name, string? OfficePhone, bool Closed, IReadOnlyList<SeatView> Seats, IReadOnlyList<PostView> Posts);

/// <summary>What a unit was until a day.</summary>
public sealed record PastView(string Name, string? Parent, string? OfficePhone, DateTimeOffset Until, string? By);

/// <summary>One unit with its people, its place in the tree, and its past.</summary>
public sealed record UnitView(
    UnitRow Unit, IReadOnlyList<Area> Path, UnitRow? Parent, IReadOnlyList<UnitRow> Children, IReadOnlyList<PersonView> People, IReadOnlyList<PastView> Past, bool MayChange);

/// <summary>Shows one unit.</summary>
internal sealed class ShowUnit(CuobianDb db, Reach reach, IPlaces places, TimeProvider time)
{
    private const int MostPeople = 300;

    public static void Map(IEndpointRouteBuilder people) =>
        people.MapGet("/units/{code}", async (string code, ShowUnit show, CancellationToken ct) => await show.Run(code, ct) is { } view ? Results.Ok(view) : Results.NotFound())
            .WithSummary("A unit with its people and its past.");

    public async Task<UnitView?> Run(string code, CancellationToken ct)
    {
        if (await db.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Code == code, ct) is not { } unit || !reach.MayRead(unit.Area)) return null;
        var today = time.Today();
        var around = await db.Units.AsNoTracking().Where(u => u.Code == code || u.Parent == code || u.Code == unit.Parent).OrderBy(u => u.Code).ToListAsync(ct);
        var rows = await FindUnits.Rows(db, around, today, ct);
        return new UnitView(rows.Single(r => r.Code == code), reach.Path(unit.Area), rows.FirstOrDefault(r => r.Code == unit.Parent),
            [.. rows.Where(r => r.Parent == code && r.Code != code)], await People(code, today, ct), await Past(code, ct), reach.MayChange(unit.Area));
    }

    private async Task<List<PersonView>> People(string unit, DateOnly today, CancellationToken ct)
    {
        var seated = db.Seats.Where(s => s.Unit == unit).Select(s => s.Account);
        var posted = db.Posts.Where(p => p.Unit == unit).Select(p => p.Account);
        var accounts = await db.Accounts.AsNoTracking().Where(a => a.Unit == unit || seated.Contains(a.Id) || posted.Contains(a.Id)).OrderBy(a => a.Login).Take(MostPeople).ToListAsync(ct);
        var ids = accounts.Select(a => a.Id).ToList();
        var seats = await db.Seats.AsNoTracking().Where(s => ids.Contains(s.Account)).OrderByDescending(s => s.From).ToListAsync(ct);
        var posts = await db.Posts.AsNoTracking().Where(p => ids.Contains(p.Account)).OrderByDescending(p => p.From).ToListAsync(ct);
        var roles = await db.Roles.AsNoTracking().ToDictionaryAsync(r => r.Code, ct);
        var codes = seats.Select(s => s.Unit).Distinct().ToList();
        var names = await db.Units.Where(u => codes.Contains(u.Code)).ToDictionaryAsync(u => u.Code, u => u.Name, ct);
        var now = time.GetUtcNow();
        return [.. accounts.Select(a => new PersonView(a.Id, a.Name, a.OfficePhone, a.Disabled,
            [.. seats.Where(s => s.Account == a.Id).Select(s => new SeatView(s.Id, s.Unit, names[s.Unit], s.Title, s.Heads, s.From, s.To, s.HeldOn(today)))],
            [.. posts.Where(p => p.Account == a.Id).Select(p => new PostView(NameOf(roles[p.Role]), p.Area, places.Recall(p.Area)?.Name ?? p.Area, Days.Of(p.From), p.To is { } to ? Days.Of(to) : null, p.HeldAt(now)))]))
            .OrderByDescending(p => p.Seats.Any(s => s is { Heads: true, Now: true } && s.Unit == unit)).ThenBy(p => p.Closed)];
    }

    private async Task<List<PastView>> Past(string unit, CancellationToken ct)
    {
        var past = await db.Set<UnitPast>().AsNoTracking().Where(p => p.Unit == unit).OrderByDescending(p => p.Until).ToListAsync(ct);
        var ids = past.Select(p => p.By).ToList();
        var names = (await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => a.Name);
        var parents = past.Select(p => p.Parent).ToList();
        var units = await db.Units.Where(u => parents.Contains(u.Code)).ToDictionaryAsync(u => u.Code, u => u.Name, ct);
        return [.. past.Select(p => new PastView(p.Name, p.Parent is { } parent ? units.GetValueOrDefault(parent, parent) : null, p.OfficePhone, p.Until, p.By is { } by ? names.GetValueOrDefault(by) : null))];
    }

    internal static string NameOf(Role role) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? role.Zh : role.En;
}
