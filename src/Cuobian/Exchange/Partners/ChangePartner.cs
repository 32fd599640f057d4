using System.Text.Json;
using Cuobian.Data;
using Cuobian.Exchange.Contracts;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>An administrator changes a partner's name, address and categories, opens or closes it, or gives it a new secret.</summary>
internal sealed class ChangePartner(CuobianDb db, Actor actor, Seals seals, Audience audience, TimeProvider time, IMatters matters)
{
    public sealed class Form
    {
        public bool Enabled { get; set; }
    }

    public static void Map(IEndpointRouteBuilder partners)
    {
        partners.MapPost("/{code}/switch", async (string code, Form form, ChangePartner change, CancellationToken ct) =>
            await change.Switch(code, form.Enabled, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Open or close a partner.");
        partners.MapPost("/{code}/rotate", async (string code, ChangePartner change, CancellationToken ct) =>
            await change.Rotate(code, ct) is { } secret ? Results.Ok(new AddPartner.Added(code, secret)) : Results.NotFound())
            .WithSummary("Give a partner a new secret; for a day the old one counts too.");
        partners.MapPut("/{code}", async (string code, AddPartner.Form form, ChangePartner change, CancellationToken ct) =>
            await change.Edit(code, form, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Change name, address and categories of a partner; code and area stay.");
    }

    public async Task<bool> Edit(string code, AddPartner.Form form, CancellationToken ct)
    {
        if (await Find(code, ct) is not { } partner) return false;
        AddPartner.Facts(form, matters).Throw();
        (partner.Name, partner.Url) = (form.Name!.Trim(), string.IsNullOrWhiteSpace(form.Url) ? null : form.Url.Trim());
        partner.CategoryMap = JsonSerializer.Serialize(form.Categories ?? []);
        db.TellWhenStored(Audience.Changed);
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task<bool> Switch(string code, bool enabled, CancellationToken ct)
    {
        if (await Find(code, ct) is not { } partner) return false;
        partner.Enabled = enabled;
        (partner.PausedUntil, partner.FailuresInRow) = (null, 0);
        db.TellWhenStored(Audience.Changed);
        await db.SaveChangesAsync(ct);
        if (enabled) audience.Gained();
        return true;
    }

    public async Task<string?> Rotate(string code, CancellationToken ct)
    {
        if (await Find(code, ct) is not { } partner) return null;
        var secret = Webhook.NewSecret();
        (partner.OldSecret, partner.OldSecretUntil) = (partner.Secret, time.GetUtcNow() + Partner.OldSecretLife);
        partner.Secret = seals.Close(secret);
        db.TellWhenStored(Audience.Changed);
        await db.SaveChangesAsync(ct);
        return secret;
    }

    private async Task<Partner?> Find(string code, CancellationToken ct)
    {
        actor.RequireSomewhere(ExchangePermissions.Manage);
        var partner = await db.Set<Partner>().SingleOrDefaultAsync(p => p.Code == code, ct);
        if (partner is not null) actor.Require(ExchangePermissions.Manage, partner.Area);
        return partner;
    }
}
