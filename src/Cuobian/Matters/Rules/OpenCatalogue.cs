using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Rules;

/// <summary>When somebody published a version, and why.</summary>
public sealed record VersionLine(CatalogueKind Kind, int Number, string Note, string? By, DateTimeOffset At);

/// <summary>What is being prepared, by whom since when.</summary>
public sealed record DraftLine(Guid Stamp, int BasedOn, string? By, DateTimeOffset At, IReadOnlyList<Row> Rows);

/// <summary>A kind of settings as those see it who may change it.</summary>
public sealed record OpenedCatalogue(Catalogue Catalogue, IReadOnlyList<Row> Rows, DraftLine? Draft, IReadOnlyList<VersionLine> Versions)
{
    public IReadOnlyList<Row> Shown => Draft?.Rows ?? Rows;

    /// <summary>Identifies what was seen: a change on top of anything else is refused.</summary>
    public Guid Stamp => Draft?.Stamp ?? Guid.Empty;
}

/// <summary>A published version with its rows.</summary>
public sealed record OpenedVersion(Catalogue Catalogue, VersionLine Line, IReadOnlyList<Row> Rows);

/// <summary>Shows settings to those who may change them: the version that counts, the draft, and what was before.</summary>
public sealed class OpenCatalogue(CuobianDb db, Actor actor, IPlaces places, IAccounts accounts, IEnumerable<Catalogue> catalogues)
{
    /// <summary>The kinds this actor may change.</summary>
    public IReadOnlyList<Catalogue> Mine => [.. catalogues.Where(c => actor.May(c.Permission, places.Root)).OrderBy(c => c.Kind)];

    /// <summary>The catalogue, when there is one of that name and the actor may change it.</summary>
    public Catalogue? Named(string? kind)
    {
        var found = catalogues.FirstOrDefault(c => Catalogue.Code(c.Kind) == kind);
        if (found is not null) actor.Require(found.Permission, places.Root);
        return found;
    }

    public async Task<OpenedCatalogue?> Run(string? kind, CancellationToken ct)
    {
        if (Named(kind) is not { } catalogue) return null;
        var draft = await db.Set<CatalogueDraft>().AsNoTracking().SingleOrDefaultAsync(d => d.Kind == catalogue.Kind, ct);
        var versions = await db.Set<CatalogueVersion>().AsNoTracking().Where(v => v.Kind == catalogue.Kind).OrderByDescending(v => v.Number)
            .Select(v => new { v.Number, v.Note, v.By, v.PublishedAt }).ToListAsync(ct);
        var names = await accounts.NamesOf([.. versions.Select(v => v.By).Append(draft?.By).OfType<Guid>().Distinct()], ct);
        return new OpenedCatalogue(catalogue,
            versions.Count == 0 ? [] : await RowsOf(catalogue.Kind, versions[0].Number, ct),
            draft is null ? null : new DraftLine(draft.Stamp, draft.BasedOn, Name(draft.By, names), draft.ChangedAt, Rows.Read(draft.Content) ?? []),
            [.. versions.Select(v => new VersionLine(catalogue.Kind, v.Number, v.Note, Name(v.By, names), v.PublishedAt))]);
    }

    public async Task<OpenedVersion?> Version(string? kind, int number, CancellationToken ct)
    {
        if (Named(kind) is not { } catalogue) return null;
        if (await db.Set<CatalogueVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Kind == catalogue.Kind && v.Number == number, ct) is not { } version) return null;
        var name = version.By is { } by ? await accounts.NameOf(by, ct) : null;
        return new OpenedVersion(catalogue, new VersionLine(version.Kind, number, version.Note, name, version.PublishedAt), Rows.Read(version.Content) ?? []);
    }

    private async Task<List<Row>> RowsOf(CatalogueKind kind, int number, CancellationToken ct) =>
        Rows.Read(await db.Set<CatalogueVersion>().Where(v => v.Kind == kind && v.Number == number).Select(v => v.Content).SingleAsync(ct)) ?? [];

    private static string? Name(Guid? by, IReadOnlyDictionary<Guid, string> names) => by is { } account ? names.GetValueOrDefault(account) : null;
}
