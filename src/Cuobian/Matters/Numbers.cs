using System.Globalization;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>How many numbers of a month are handed out to nodes already.</summary>
public sealed class NumberBlock
{
    /// <summary>Year and month, such as 2611.</summary>
    public required string Month { get; init; }

    public required int Taken { get; set; }
}

/// <summary>
/// Public numbers of twelve digits: year and month, seven digits, and a check digit after ISO 7064 MOD 11,10 (GB/T 17710).
/// A node takes a block at a time, so no row is hot; blocks are scattered, so that neighbours in time are not neighbours in number.
/// </summary>
public sealed class Numbers(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int BlockSize = 500;
    private const long Space = 10_000_000;
    private const long Scatter = 6_180_337; // Shares no factor with 10^7, so every serial gets a number of its own.
    private readonly Lock gate = new();
    private string month = "";
    private int next;
    private int end;
    private Task refill = Task.CompletedTask;

    /// <summary>A number nobody has; <paramref name="db"/> is used only when the node's block has run out.</summary>
    public async Task<string> Next(CuobianDb db, CancellationToken ct)
    {
        var now = Month();
        lock (gate)
        {
            if ((month != now || end - next < BlockSize / 2) && refill.IsCompleted) refill = Task.Run(() => Refill(now), CancellationToken.None);
            if (month == now && next < end) return Format(now, next++);
        }
        // Whoever comes while the next block is on its way takes one number in their own transaction, not a block:
        // that transaction can still be undone.
        return Format(now, await Take(db, now, 1, ct));
    }

    /// <summary>As many numbers at once, taken in the caller's transaction.</summary>
    internal async Task<IReadOnlyList<string>> Many(CuobianDb db, int count, CancellationToken ct)
    {
        var now = Month();
        var first = await Take(db, now, count, ct);
        return [.. Enumerable.Range(first, count).Select(serial => Format(now, serial))];
    }

    /// <summary>Is it twelve digits, and does the last one fit the rest? Blanks people read aloud or type are ignored by the caller.</summary>
    public static bool IsValid(string number) =>
        number.Length == 12 && number.All(char.IsAsciiDigit) && CheckDigit(number[..11]) == number[11];

    internal static string Format(string month, int serial)
    {
        var body = month + ((serial * Scatter + Scatter / 2) % Space).ToString("D7", CultureInfo.InvariantCulture);
        return body + CheckDigit(body);
    }

    internal static char CheckDigit(string digits)
    {
        var product = 10;
        foreach (var digit in digits)
        {
            var sum = (product + digit - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (char)('0' + ((11 - product) % 10));
    }

    private string Month() => time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyMM", CultureInfo.InvariantCulture);

    private async Task Refill(string of)
    {
        await using var scope = scopes.CreateAsyncScope();
        var start = await Take(scope.ServiceProvider.GetRequiredService<CuobianDb>(), of, BlockSize, CancellationToken.None);
        lock (gate) (month, next, end) = (of, start, start + BlockSize);
    }

    private static Task<int> Take(CuobianDb db, string of, int count, CancellationToken ct) => db.InOneTransaction(async () =>
    {
        await db.Database.ExecuteSqlAsync($"""insert into matters_number_block ("Month", "Taken") values ({of}, 0) on conflict ("Month") do nothing""", ct);
        var taken = await db.Database.SqlQuery<int>(
            $"""update matters_number_block set "Taken" = "Taken" + {count} where "Month" = {of} returning "Taken" as "Value" """).ToListAsync(ct);
        return taken.Single() - count;
    }, ct, brief: true);
}
