using System.Security.Cryptography;
using System.Text;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Data;

/// <summary>An answer already given under an idempotency key, so that the same call gets the same answer, once.</summary>
public sealed class Answered
{
    public required string Key { get; init; }

    /// <summary>Hash of what was asked: the same key for another question is an error of the caller.</summary>
    public required string Asked { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Status { get; init; }

    public required string Body { get; init; }
}

internal sealed class AnsweredTable : IEntityTypeConfiguration<Answered>
{
    public void Configure(EntityTypeBuilder<Answered> answered)
    {
        answered.ToTable("data_answered");
        answered.HasKey(a => a.Key);
        answered.HasIndex(a => a.At);
    }
}

/// <summary>Does a thing once for each key, together with what it stores, and repeats the first answer to every replay.</summary>
public sealed class Once(CuobianDb db, Actor actor, TimeProvider time, ICryptoProvider crypto)
{
    /// <summary>A shorter key could be guessed or met by accident.</summary>
    public const int ShortestKey = 16;
    public const int LongestKey = 200;

    public async Task<(int Status, string Body)> Run(string key, string asked, Func<Task<(int Status, string Body)>> work, CancellationToken ct)
    {
        new Faults()
            .If(key.Length is < ShortestKey or > LongestKey, "Idempotency-Key", "key_length", ShortestKey, LongestKey)
            .Throw();
        // Keys are private to their caller, and kept hashed: they may be derived from something personal.
        var mine = Hash($"{actor.Account}\n{key}");
        var question = Hash(asked);
        if (await Given(mine, question, ct) is { } earlier) return earlier;
        try
        {
            var answer = await db.ReadThenWrite(() => Answer(mine, question, work, ct));
            return answer.Status < 400 ? answer : await Winner(mine, question, ct) ?? answer;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            if (await Winner(mine, question, ct) is { } winner) return winner;
            throw;
        }
    }

    private async Task<(int Status, string Body)> Answer(string key, string question, Func<Task<(int Status, string Body)>> work, CancellationToken ct)
    {
        var (status, body) = await work();
        // Nothing was done, so there is nothing to repeat: the caller may mend it and come back with the same key.
        if (status < 400 && !await Keep(key, question, status, body, ct)) throw new DbUpdateConcurrencyException("Somebody else with this key was faster.");
        return (status, body);
    }

    /// <summary>Answers no when another call with this key was kept meanwhile. An answer may hold a code or a name: it is kept sealed.</summary>
    private async Task<bool> Keep(string key, string question, int status, string body, CancellationToken ct) => await db.InOneTransaction(() => db.Database.ExecuteSqlAsync(
        $"""insert into data_answered ("Key", "Asked", "At", "Status", "Body") values ({key}, {question}, {db.Kept(time.GetUtcNow())}, {status}, {crypto.Seal(body, Place(key))}) on conflict ("Key") do nothing""", ct), ct, brief: true) == 1;

    /// <summary>Of two calls with one key at the same moment the loser fails, and gets the winner's answer; whoever writes sees it first.</summary>
    private Task<(int Status, string Body)?> Winner(string key, string question, CancellationToken ct) =>
        db.InOneTransaction(() => Given(key, question, ct), ct, brief: true);

    private async Task<(int Status, string Body)?> Given(string key, string question, CancellationToken ct)
    {
        if (await db.Set<Answered>().AsNoTracking().SingleOrDefaultAsync(a => a.Key == key, ct) is not { } given) return null;
        Refused.If(given.Asked != question, "key_reused");
        return (given.Status, crypto.Open(given.Body, Place(key)));
    }

    private static string Place(string key) => $"data_answered.Body:{key}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
