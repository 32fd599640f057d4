using Cuobian.Data;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Acts;

/// <summary>What is wrong with a line of the ledger.</summary>
public enum ActFault
{
    /// <summary>A field says something else than when it was written.</summary>
    Changed,

    /// <summary>It was written as another line.</summary>
    Moved,

    Missing,

    /// <summary>It does not follow from the line before it.</summary>
    Unchained,

    /// <summary>Somebody without the key ring wrote it.</summary>
    Forged,
}

/// <summary>Reads the whole ledger of acts and names every line that is changed, missing, moved or forged.</summary>
public sealed class VerifyActs(CuobianDb db, ICryptoProvider crypto)
{
    private const int Batch = 1000;
    private const int MostFaults = 1000;

    /// <summary>One fault; <paramref name="Was"/> is the line that a moved one was written as.</summary>
    public sealed record Fault(long Seq, ActFault What, long? Was = null);

    /// <summary>How many lines there are, the hash of the last (an anchor to keep elsewhere), and what is wrong.</summary>
    public sealed record Answer(long Lines, string Head, IReadOnlyList<Fault> Faults);

    public async Task<Answer> Run(CancellationToken ct)
    {
        var faults = new List<Fault>();
        var broken = new List<ActLine>();
        var (last, hash, lines) = (0L, ActLedger.Start, 0L);
        while (faults.Count < MostFaults)
        {
            var from = last;
            var page = await db.Acts.AsNoTracking().Where(l => l.Seq > from).OrderBy(l => l.Seq).Take(Batch).ToListAsync(ct);
            if (page.Count == 0) break;
            foreach (var line in page)
            {
                for (var gap = last + 1; gap < line.Seq && faults.Count < MostFaults; gap++) faults.Add(new Fault(gap, ActFault.Missing));
                var changed = line.HashAs(line.Seq) != line.Hash;
                if (changed) broken.Add(line);
                else if (ActLedger.SealOf(crypto, line.Seq, line.Hash) != line.Seal) faults.Add(new Fault(line.Seq, ActFault.Forged));
                else if (line.Seq == last + 1 && line.Previous != hash && broken.LastOrDefault()?.Seq != last) faults.Add(new Fault(line.Seq, ActFault.Unchained));
                (last, hash, lines) = (line.Seq, line.Hash, lines + 1);
            }
        }
        await CompareWithHead(last, hash, faults, ct);
        faults.AddRange(broken.Select(line => Judge(line, broken, faults)).ToList());
        return new Answer(lines, hash, [.. faults.Distinct().OrderBy(f => f.Seq)]);
    }

    /// <summary>A line whose hash is right for another place was moved; any other was changed.</summary>
    private static Fault Judge(ActLine line, List<ActLine> broken, List<Fault> faults)
    {
        var places = broken.Select(b => b.Seq).Concat(faults.Where(f => f.What == ActFault.Missing).Select(f => f.Seq)).Where(seq => seq != line.Seq);
        return places.Where(seq => line.HashAs(seq) == line.Hash).Select(seq => (long?)seq).FirstOrDefault() is { } was
            ? new Fault(line.Seq, ActFault.Moved, was)
            : new Fault(line.Seq, ActFault.Changed);
    }

    private async Task CompareWithHead(long last, string hash, List<Fault> faults, CancellationToken ct)
    {
        var head = await db.ActHeads.AsNoTracking().SingleOrDefaultAsync(h => h.Id == ActHead.Only, ct);
        if (head is null)
        {
            if (last > 0) faults.Add(new Fault(last, ActFault.Forged));
            return;
        }
        for (var gap = last + 1; gap <= head.Seq && faults.Count < MostFaults; gap++) faults.Add(new Fault(gap, ActFault.Missing));
        if (head.Seq < last || (head.Seq == last && head.Hash != hash) || ActLedger.SealOf(crypto, head.Seq, head.Hash) != head.Seal)
            faults.Add(new Fault(last, ActFault.Forged));
    }
}
