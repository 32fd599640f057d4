using System.Security.Cryptography;
using System.Text;
using Cuobian.Data;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Cuobian.Exchange.Open311;

/// <summary>What the services were when they last changed, so that clients know when to read them again.</summary>
public sealed class Changeset
{
    public const int Only = 1;

    public required int Id { get; init; }

    public required string Hash { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>Tells a client where the service is, in which forms, whom to ask for a key, and when the services last changed.</summary>
internal sealed class ShowDiscovery(CuobianDb db, IMatters matters, TimeProvider time, IOptionsMonitor<Open311Settings> settings, IStringLocalizer<Text> words)
{
    public const string Specification = "http://wiki.open311.org/GeoReport_v2";
    private static readonly string[] Formats = ["text/xml", "application/json"];

    public async Task<Reply> Run(HttpRequest request, CancellationToken ct)
    {
        var changed = ReplyWriter.Instant(await LastChange(ct));
        var city = settings.CurrentValue;
        var endpoint = new Leaf[]
        {
            new("specification", Specification),
            new("url", $"{request.Scheme}://{request.Host}{request.PathBase}/open311"),
            new("changeset", changed),
            new("type", city.Type),
            new("formats", new Many("format", Formats)),
        };
        return new Reply("discovery", new Leaf[]
        {
            new("changeset", changed),
            new("contact", string.IsNullOrEmpty(city.Contact) ? words["open311_contact"].Value : city.Contact),
            new("key_service", words["open311_key_service"].Value),
            new("endpoints", new Many("endpoint", [endpoint])),
        });
    }

    private async Task<DateTimeOffset> LastChange(CancellationToken ct)
    {
        var hash = Hash();
        var known = await db.Set<Changeset>().SingleOrDefaultAsync(c => c.Id == Changeset.Only, ct);
        if (known?.Hash == hash) return known.At;
        var now = time.GetUtcNow();
        if (known is null) db.Add(new Changeset { Id = Changeset.Only, Hash = hash, At = now });
        else (known.Hash, known.At) = (hash, now);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another node noted the same change at the same moment.
        }
        return now;
    }

    /// <summary>Of what does not depend on the reader's language.</summary>
    private string Hash()
    {
        var all = matters.Kinds.Select(kind => string.Join('|', kind.Code, kind.TriageFirst, string.Join(',', kind.Keywords), kind.Hotline,
            string.Join(',', ServiceAttributes.Of(kind).Select(a => $"{a.Code} {a.Datatype} {a.Required} {string.Join('/', a.Choices)}"))));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all))));
    }
}
