using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>One line of somebody's own matters.</summary>
public sealed record MyMatter(string Number, MatterState State, string? Category, string Text, DateTimeOffset RegisteredAt, DateTimeOffset UpdatedAt, DateTimeOffset? Due);

/// <summary>A number with the code that opens it.</summary>
public sealed record NumberAndCode(string Number, string Code);

/// <summary>Lists the matters somebody reported: by their account, and by the numbers and codes they hold.</summary>
public sealed class FindMine(CuobianDb db, Actor actor, Categories categories)
{
    public const int Most = 50;

    public async Task<IReadOnlyList<MyMatter>> Run(IReadOnlyCollection<NumberAndCode> held, CancellationToken ct)
    {
        var opened = await Opened(held, ct);
        var (account, reporters) = (actor.Account, db.Reporters);
        var rows = await db.Matters.AsNoTracking()
            .Where(m => opened.Contains(m.Id) || (account != null && reporters.Any(r => r.MatterId == m.Id && r.Account == account)))
            .OrderByDescending(m => m.Id).Take(Most)
            .Select(m => new
            {
                m.Number,
                m.State,
                m.CategoryCode,
                Text = m.Hidden.Contains(HideMatter.OfText) ? "" : m.Text,
                m.RegisteredAt,
                m.UpdatedAt,
                Due = m.Clocks.Where(c => c.Kind == ClockKind.Handle && c.StoppedAt == null).Select(c => c.DueAt).FirstOrDefault(),
            }).ToListAsync(ct);
        return [.. rows.Select(m => new MyMatter(m.Number, m.State, categories.Find(m.CategoryCode)?.Name(CultureInfo.CurrentUICulture.Name), m.Text, m.RegisteredAt, m.UpdatedAt, m.Due))];
    }

    /// <summary>Does this code belong to this number?</summary>
    public async Task<bool> Fits(NumberAndCode held, CancellationToken ct) => (await Opened([held], ct)).Count > 0;

    /// <summary>Only those whose code fits: a cookie may be old, a matter may be gone.</summary>
    private async Task<List<Guid>> Opened(IReadOnlyCollection<NumberAndCode> held, CancellationToken ct)
    {
        if (held.Count == 0) return [];
        var codes = held.DistinctBy(h => h.Number).ToDictionary(h => h.Number, h => h.Code);
        var numbers = codes.Keys.ToList();
        var known = await (
            from m in db.Matters.AsNoTracking()
            join r in db.Reporters on m.Id equals r.MatterId
            where numbers.Contains(m.Number)
            select new { m.Id, m.Number, r.CodeHash, r.CodeOf }).ToListAsync(ct);
        return [.. known.Where(k => Codes.Match(k.CodeOf ?? k.Number, codes[k.Number], k.CodeHash)).Select(k => k.Id)];
    }
}
