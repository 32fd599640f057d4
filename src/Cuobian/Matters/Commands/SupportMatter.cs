using System.Security.Cryptography;
using System.Text;
using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Somebody says "me too" to a public matter instead of reporting its twin (command 26, 附议); once a person.</summary>
public sealed class SupportMatter(Desk desk, CuobianDb db, Actor actor)
{
    /// <summary>How many people support it now.</summary>
    public sealed record Answer(int Supporters);

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/support", async (string number, HttpContext http, SupportMatter support, CancellationToken ct) =>
            await support.Run(number, Device(http), ct) is { } answer ? Results.Ok(answer) : Results.NotFound());

    /// <param name="number">The matter's public number.</param>
    /// <param name="device">What tells one stranger from another; kept only as a hash bound to this matter.</param>
    public async Task<Answer?> Run(string number, string device, CancellationToken ct)
    {
        if (await desk.Open(number, MatterCommand.Support, null, null, null, ct) is not { } opened) return null;
        var matter = opened.Matter;
        var who = actor.Account?.ToString() ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{matter.SplitFrom ?? matter.Id}:{device}")));
        Refused.If(opened.ByReporter, "matters.own_matter");
        if (await db.Set<MatterSupporter>().AnyAsync(s => s.MatterId == matter.Id && s.Who == who, ct)) return new Answer(matter.Supporters);

        matter.Support(opened.Act);
        db.Add(new MatterSupporter { MatterId = matter.Id, Who = who, At = opened.Act.At });
        await desk.Save(ct);
        return new Answer(matter.Supporters);
    }

    /// <summary>The address and browser of a stranger: coarse, but asks nobody to sign in.</summary>
    internal static string Device(HttpContext http) => $"{http.Connection.RemoteIpAddress}|{http.Request.Headers.UserAgent}";
}
