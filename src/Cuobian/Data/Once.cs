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

    public int Status { get; set; }

    public string Body { get; set; } = "";
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
        return await db.InOneTransaction(async () =>
        {
            // Of two calls with one key at the same moment the loser waits here for the winner, and then reads its answer.
            if (!await Claim(mine, question, ct)) return await Given(mine, question, ct);
            var (status, body) = await work();
            // Nothing was done, so there is nothing to repeat: the caller may mend it and come back with the same key.
            if (status >= 400) await db.Database.ExecuteSqlAsync($"""delete from data_answered where "Key" = {mine}""", ct);
            // An answer may hold a code or a name: it is kept sealed.
            else await db.Database.ExecuteSqlAsync($"""update data_answered set "Status" = {status}, "Body" = {crypto.Seal(body, Place(mine))} where "Key" = {mine}""", ct);
            return (status, body);
        }, ct, brief: true);
    }

    /// <summary>One statement tells whether the key is new, and locks it.</summary>
    private async Task<bool> Claim(string key, string question, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""insert into data_answered ("Key", "Asked", "At", "Status", "Body") values ({key}, {question}, {db.Kept(time.GetUtcNow())}, 0, '') on conflict ("Key") do nothing""", ct) == 1;

    private async Task<(int Status, string Body)> Given(string key, string question, CancellationToken ct)
    {
        var given = await db.Set<Answered>().AsNoTracking().SingleAsync(a => a.Key == key, ct);
        Refused.If(given.Asked != question, "key_reused");
        return (given.Status, crypto.Open(given.Body, Place(key)));
    }

    private static string Place(string key) => $"data_answered.Body:{key}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
