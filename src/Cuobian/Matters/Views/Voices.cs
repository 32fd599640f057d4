using System.Security.Cryptography;
using System.Text;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Pages.Console;
using Cuobian.Matters.Words;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Hands public matters on to the search for hot spots, without anybody's words or name.</summary>
internal sealed class Voices(CuobianDb db, Actor actor, Categories categories, Microsoft.Extensions.Localization.IStringLocalizer<Text> words, PersonalWords personal) : IVoices
{
    /// <summary>The runs kept of a text: enough to recognise it, few enough to compare thousands.</summary>
    private const int MostRuns = 64;

    public async Task<IReadOnlyList<Voice>> After(Guid? lastStep, DateTimeOffset from, DateTimeOffset until, int atMost, CancellationToken ct)
    {
        var sensitive = categories.All.Where(c => c.Sensitive).Select(c => c.Code).ToList();
        Guid first = lastStep ?? Instants.First(from), end = Instants.Last(until);
        var rows = await (
            from entry in db.Set<MatterEntry>().AsNoTracking()
            where entry.Id.CompareTo(first) > 0 && entry.Id.CompareTo(end) <= 0 && (entry.Command == MatterCommand.Register || entry.Command == MatterCommand.Classify)
            join matter in db.Matters on entry.MatterId equals matter.Id
            where matter.Visibility == Visibility.Public && matter.CategoryCode != null && !sensitive.Contains(matter.CategoryCode)
            join reporter in db.Reporters on matter.Id equals reporter.MatterId into reporters
            from reporter in reporters.DefaultIfEmpty()
            orderby entry.Id
            select new
            {
                Step = entry.Id,
                matter.Id,
                matter.Number,
                matter.RegisteredAt,
                Category = matter.CategoryCode!,
                matter.Area,
                matter.Text,
                matter.Lat,
                matter.Lon,
                matter.Supporters,
                Account = (Guid?)reporter!.Account,
                reporter.PhoneIndex,
            }).Take(atMost).ToListAsync(ct);
        return
        [
            .. rows.Select(m => new Voice(m.Id, m.Number, m.RegisteredAt, m.Category, m.Area, Mark(m.PhoneIndex ?? m.Account?.ToString() ?? m.Number), m.Supporters, SketchOf(m.Text))
            {
                Step = m.Step,
                Lat = m.Lat,
                Lon = m.Lon,
            }),
        ];
    }

    public async Task<IReadOnlyList<VoiceTitle>> Titles(IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var rows = await db.Matters.AsNoTracking().Readable(actor).Where(m => numbers.Contains(m.Number)).OrderByDescending(m => m.RegisteredAt)
            .Select(m => new { m.Number, m.Text, m.State, m.RegisteredAt }).ToListAsync(ct);
        return [.. rows.Select(m => new VoiceTitle(m.Number, QueueTable.Title(m.Text), words.Of(m.State), PublicWords.Open.Contains(m.State), m.RegisteredAt))];
    }

    public string Mask(string text) => personal.Mask(text);

    public Sketch SketchOf(string text) => TwinVectors.Of(text) is { Runs.Length: > 0 } vector ? new Sketch(vector.Heaviest(MostRuns)) : Sketch.Empty;

    /// <summary>One mark for one person; it says nothing about them.</summary>
    private static string Mark(string who) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(who)))[..16];
}
