using System.Text.Json;
using Cuobian.Data;
using Cuobian.Exchange.Contracts;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Exchange.Partners;

/// <summary>An administrator adds a system to exchange messages with; the shared secret is shown once.</summary>
internal sealed class AddPartner(CuobianDb db, Actor actor, IPlaces places, IMatters matters, TimeProvider time, Seals seals, Audience audience)
{
    public sealed class Form
    {
        public string? Code { get; set; }
        public string? Name { get; set; }

        /// <summary>It hears of public matters here and below; empty for everywhere.</summary>
        public string? Area { get; set; }

        /// <summary>Where it listens; empty when it only sends.</summary>
        public string? Url { get; set; }

        /// <summary>Our category code → theirs.</summary>
        public Dictionary<string, string>? Categories { get; set; }
    }

    public sealed record Added(string Code, string Secret);

    public static void Map(IEndpointRouteBuilder partners) =>
        partners.MapPost("", async (Form? form, AddPartner add, CancellationToken ct) => Results.Json(await add.Run(form ?? new(), ct), statusCode: StatusCodes.Status201Created))
            .WithName("addPartner").WithSummary("Add a partner. The answer holds the shared secret, this once.");

    public async Task<Added> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(ExchangePermissions.Manage);
        var area = form.Area?.Trim() ?? "";
        actor.Require(ExchangePermissions.Manage, area);
        await Check(form, area, ct);
        var now = time.GetUtcNow();
        var secret = Webhook.NewSecret();
        db.Add(new Partner
        {
            Id = Guid.CreateVersion7(now),
            Code = form.Code!,
            Name = form.Name!.Trim(),
            Area = area,
            Url = string.IsNullOrWhiteSpace(form.Url) ? null : form.Url.Trim(),
            Secret = seals.Close(secret),
            CategoryMap = JsonSerializer.Serialize(form.Categories ?? []),
        });
        db.TellWhenStored(Audience.Changed);
        await db.SaveChangesAsync(ct);
        audience.Gained();
        return new Added(form.Code!, secret);
    }

    private async Task Check(Form form, string area, CancellationToken ct)
    {
        Facts(form, matters)
            .If(!Partner.IsCode(form.Code), "code", "exchange.code_form")
            .If(Partner.IsCode(form.Code) && await db.Set<Partner>().AnyAsync(p => p.Code == form.Code, ct), "code", "exchange.code_taken")
            .If(area.Length > 0 && places.Find(area) is null, "area", "exchange.area_unknown", area)
            .Throw();
    }

    /// <summary>What may be wrong with the facts that can also be changed later.</summary>
    internal static Faults Facts(Form form, IMatters matters)
    {
        var categories = form.Categories ?? [];
        var unknown = categories.Keys.Except(matters.Kinds.Select(kind => kind.Code)).ToList();
        var twice = categories.GroupBy(pair => pair.Value).FirstOrDefault(same => same.Count() > 1);
        return new Faults()
            .Required(form.Name, "name").AtMost(form.Name, 100, "name")
            .If(!string.IsNullOrWhiteSpace(form.Url) && !IsWeb(form.Url), "url", "exchange.url_form")
            .If(unknown.Count > 0, "categories", "exchange.category_unknown", string.Join(", ", unknown))
            .If(categories.Values.Any(string.IsNullOrWhiteSpace), "categories", "exchange.category_empty")
            .If(twice is not null, "categories", "exchange.category_twice", twice?.Key ?? "");
    }

    /// <summary>An address with a name and a password in it would put them into logs.</summary>
    private static bool IsWeb(string url) =>
        url.Length <= 500 && Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" };
}
