using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>
/// Takes a signed message from a partner: a new matter, or words, a reminder or a withdrawal for one it sent. Each message
/// counts once; the work and the memory of it are one transaction.
/// </summary>
internal sealed class ReceiveMessage(CuobianDb db, IMatters matters, Seals seals, TimeProvider time)
{
    public const string Reported = "cn.cuobian.matter.reported";
    public const string Commented = "cn.cuobian.matter.commented";
    public const string Urged = "cn.cuobian.matter.urged";
    public const string Withdrawn = "cn.cuobian.matter.withdrawn";
    private const int MostBytes = 256 * 1024;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>What a message is answered with; the same again when it comes again.</summary>
    public sealed record Answer(string ExternalId, string Number);

    /// <summary>What a message may say; which of it is needed depends on its type.</summary>
    public sealed record Said(
        string? ExternalId, string? Text, string? Category, double? Lat, double? Lon, string? Address, string? Area, string? ReporterName, string? ReporterPhone, string? Words);

    public static void Map(IEndpointRouteBuilder root) =>
        root.MapPost("/exchange/in/{partner}", Receive).WithMetadata(new RequestSizeLimitAttribute(MostBytes)).ExcludeFromDescription();

    /// <summary>An unknown partner, a closed one and a wrong signature look the same from outside.</summary>
    private static async Task<IResult> Receive(string partner, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        // Whoever's session the request carries, it is the partner who speaks.
        await using var scope = http.RequestServices.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = new Actor(null, partner, null, []);
        var receive = scope.ServiceProvider.GetRequiredService<ReceiveMessage>();
        var headers = http.Request.Headers;
        var answer = await receive.Run(partner, headers[Webhook.IdHeader], headers[Webhook.TimestampHeader], headers[Webhook.SignatureHeader], body.ToArray(), http.RequestAborted);
        return answer is null ? Results.Unauthorized() : Results.Ok(answer);
    }

    /// <summary>Null when it is not from a partner we know.</summary>
    public async Task<Answer?> Run(string code, string? id, string? timestamp, string? signatures, byte[] body, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var partner = await db.Set<Partner>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == code && p.Enabled, ct);
        if (partner is null || !Webhook.Verify(seals.Of(partner, now), id, timestamp, signatures, body, now)) return null;
        var message = CloudEvent.Read(body);
        try
        {
            return await db.InOneTransaction(() => Once(partner, id!, message, now, ct), ct);
        }
        catch (DbUpdateException)
        {
            // The same message twice at one moment: the loser waited and now reads the winner's answer.
            db.ChangeTracker.Clear();
            if (await Given(partner, id!, ct) is { } earlier) return earlier;
            throw;
        }
    }

    private async Task<Answer> Once(Partner partner, string id, CloudEvent message, DateTimeOffset now, CancellationToken ct)
    {
        if (await Given(partner, id, ct) is { } earlier) return earlier;
        var received = new Received { PartnerId = partner.Id, MessageId = id, At = now };
        db.Add(received);
        await db.SaveChangesAsync(ct);
        var answer = await Do(partner, message, ct);
        received.Answer = JsonSerializer.Serialize(answer, Web);
        await db.SaveChangesAsync(ct);
        await db.Set<Partner>().Where(p => p.Id == partner.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.LastHeardAt, now), ct);
        return answer;
    }

    private async Task<Answer?> Given(Partner partner, string id, CancellationToken ct) =>
        await db.Set<Received>().AsNoTracking().SingleOrDefaultAsync(r => r.PartnerId == partner.Id && r.MessageId == id, ct) is { Answer: { Length: > 0 } answer }
            ? JsonSerializer.Deserialize<Answer>(answer, Web)
            : null;

    private async Task<Answer> Do(Partner partner, CloudEvent message, CancellationToken ct)
    {
        var said = Read(message);
        new Faults().Required(said.ExternalId, "data.externalId").AtMost(said.ExternalId, 100, "data.externalId").Throw();
        var link = await db.Set<PartnerLink>().AsNoTracking().SingleOrDefaultAsync(l => l.PartnerId == partner.Id && l.ExternalId == said.ExternalId, ct);
        if (message.Type == Reported) return link is null ? await Report(partner, said, ct) : new Answer(link.ExternalId, link.Number);
        if (link is null) throw new Invalid([new Fault("data.externalId", "exchange.matter_unknown", said.ExternalId!)]);
        await Change(message.Type, link, said, ct);
        return new Answer(link.ExternalId, link.Number);
    }

    private async Task<Answer> Report(Partner partner, Said said, CancellationToken ct)
    {
        var category = partner.ToOurs(said.Category);
        // What they call by a name we do not know is looked at by a person; it is never turned away.
        if (matters.Kinds.All(kind => kind.Code != category)) category = null;
        new Faults().If(said.Lat is null != said.Lon is null, "data.lat", "exchange.half_a_point").Throw();
        var made = await matters.Report(new NewMatter(said.Text ?? "", category)
        {
            Point = said is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(lat, lon) : null,
            Area = said.Area,
            Address = said.Address,
            ReporterName = said.ReporterName,
            ReporterPhone = said.ReporterPhone,
        }, ct);
        db.Add(new PartnerLink { PartnerId = partner.Id, ExternalId = said.ExternalId!, Number = made.Number, Code = seals.Close(made.Code) });
        return new Answer(said.ExternalId!, made.Number);
    }

    /// <summary>The partner stands for the reporter it passed on.</summary>
    private async Task Change(string type, PartnerLink link, Said said, CancellationToken ct)
    {
        var code = seals.Open(link.Code);
        var done = type switch
        {
            Commented => await matters.Comment(link.Number, code, said.Words ?? "", ct) is not null,
            Urged => await matters.Urge(link.Number, code, ct),
            Withdrawn => await matters.Withdraw(link.Number, code, said.Words, ct),
            _ => throw new Invalid([new Fault("type", "exchange.type_unknown", type)]),
        };
        if (!done) throw new Invalid([new Fault("data.externalId", "exchange.matter_unknown", link.ExternalId)]);
    }

    private static Said Read(CloudEvent message)
    {
        try
        {
            return message.Data?.Deserialize<Said>(Web) ?? throw new Invalid([new Fault("data", "required")]);
        }
        catch (JsonException wrong)
        {
            throw new Invalid([new Fault("data" + wrong.Path?[1..], "bad_json")]);
        }
    }
}
