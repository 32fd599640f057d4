using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Me;

/// <summary>One yes or one no, as it was said: which version of which text, for what, when, and by which account if there was one.</summary>
public sealed class SaidConsent
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required int Version { get; init; }

    public required string Subject { get; init; }

    public required bool Given { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? Account { get; init; }
}

/// <summary>Keeps every yes and every no; nothing is overwritten.</summary>
internal sealed class Consents(CuobianDb db, Actor actor, TimeProvider time, IActLedger ledger, IServiceProvider services) : IConsents
{
    private static readonly Dictionary<(string Code, int Version), ConsentText> Texts = Shipped();

    public ConsentText Text(string code) => Texts.Values.Where(t => t.Code == code).MaxBy(t => t.Version)!;

    public static ConsentText Text(string code, int version) => Texts[(code, version)];

    public async Task Give(string code, string subject, CancellationToken ct)
    {
        db.Add(Said(code, subject, given: true, actor.Account));
        await db.SaveChangesAsync(ct);
    }

    public async Task<bool> TakeBack(string code, string subject, CancellationToken ct) => await db.InOneTransaction(async () =>
    {
        if (await Latest(code, subject, ct) is not { Given: true } standing) return false;
        db.Add(Said(code, subject, given: false, standing.Account));
        // Asked for here and not in the constructor: those who keep records may ask for consents themselves.
        foreach (var records in services.GetServices<IPersonalRecords>()) await records.TakeBack(subject, ct);
        await db.SaveChangesAsync(ct);
        await ledger.Write(ActNames.ConsentTakenBack, subject, new { Text = code, standing.Version }, ct);
        return true;
    }, ct);

    public async Task<bool> Stands(string code, string subject, CancellationToken ct) => await Latest(code, subject, ct) is { Given: true };

    /// <summary>Everything an account said, the latest first.</summary>
    public async Task<IReadOnlyList<Consent>> Of(Guid account, CancellationToken ct) =>
        await db.Set<SaidConsent>().AsNoTracking().Where(c => c.Account == account).OrderByDescending(c => c.At).ThenBy(c => c.Given)
            .Select(c => new Consent(c.Id, c.Code, c.Version, c.Subject, c.Given, c.At)).ToListAsync(ct);

    /// <summary>The owner takes back a yes of their own; false when it is not theirs or was taken back before.</summary>
    public async Task<bool> TakeBackOwn(Guid account, Guid id, CancellationToken ct) =>
        await db.Set<SaidConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Account == account, ct) is { Given: true } said
        && await TakeBack(said.Code, said.Subject, ct);

    /// <summary>Of a yes and a no at the same instant the no counts.</summary>
    private Task<SaidConsent?> Latest(string code, string subject, CancellationToken ct) =>
        db.Set<SaidConsent>().AsNoTracking().Where(c => c.Subject == subject && c.Code == code).OrderByDescending(c => c.At).ThenBy(c => c.Given).FirstOrDefaultAsync(ct);

    private SaidConsent Said(string code, string subject, bool given, Guid? account) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        Code = code,
        Version = Text(code).Version,
        Subject = subject,
        Given = given,
        At = time.GetUtcNow(),
        Account = account,
    };

    private static Dictionary<(string, int), ConsentText> Shipped()
    {
        using var stream = typeof(Consents).Assembly.GetManifestResourceStream("Cuobian.People.Me.Seed.consents.json")!;
        return JsonSerializer.Deserialize<List<ConsentText>>(stream, JsonSerializerOptions.Web)!.ToDictionary(t => (t.Code, t.Version));
    }
}
