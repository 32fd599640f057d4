using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Acts;

/// <summary>Writes the ledger of acts, one line after the other.</summary>
internal sealed class ActLedger(CuobianDb db, Actor actor, ICryptoProvider crypto, TimeProvider time, IHttpContextAccessor web) : IActLedger
{
    /// <summary>What the first line follows.</summary>
    public const string Start = "";
    private static readonly JsonSerializerOptions Facts = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private const long Turn = 0x43756F6269616E;

    public Task Write(string act, string subject, object? details, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        await db.TakeTurn(Turn, ct);
        var head = await db.ActHeads.SingleOrDefaultAsync(h => h.Id == ActHead.Only, ct);
        // Another writer may have moved the head since this context last read it.
        if (head is not null) await db.Entry(head).ReloadAsync(ct);
        var line = Line(head, act, subject, details is null ? null : JsonSerializer.Serialize(details, Facts));
        db.Add(line);
        if (head is null) db.Add(new ActHead { Id = ActHead.Only, Seq = line.Seq, Hash = line.Hash, Seal = SealOf(line) });
        else (head.Seq, head.Hash, head.Seal) = (line.Seq, line.Hash, SealOf(line));
        return await db.SaveChangesAsync(ct);
    }, ct);

    public static string SealOf(ICryptoProvider crypto, long seq, string hash) =>
        crypto.Index(string.Create(CultureInfo.InvariantCulture, $"{seq}:{hash}"), "people_ledger");

    private string SealOf(ActLine line) => SealOf(crypto, line.Seq, line.Hash);

    private ActLine Line(ActHead? head, string act, string subject, string? details)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var by = actor.IsSystem ? "system" : actor.Account?.ToString() ?? "anonymous";
        var from = web.HttpContext?.Connection.RemoteIpAddress?.ToString();
        var (seq, previous) = ((head?.Seq ?? 0) + 1, head?.Hash ?? Start);
        var hash = ActLine.HashOf(crypto.Digest, seq, at, act, by, from, subject, details, previous);
        return new ActLine
        {
            Seq = seq,
            At = at,
            Act = act,
            By = by,
            From = from,
            Subject = subject,
            Details = details,
            Previous = previous,
            Algorithm = crypto.Digest,
            Hash = hash,
            Seal = SealOf(crypto, seq, hash),
        };
    }
}
