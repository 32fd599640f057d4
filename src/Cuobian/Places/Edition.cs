using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Places;

/// <summary>Counts the changes of areas and borders, so that every node sees when its memory is out of date.</summary>
internal sealed class Edition
{
    public required int Id { get; init; }
    public required int Number { get; init; }
}

internal static class Editions
{
    extension(CuobianDb db)
    {
        public Task<int> PlacesEdition(CancellationToken ct) => db.Set<Edition>().Select(e => e.Number).SingleAsync(ct);

        /// <summary>Begins the next edition. Whoever changes places does this first in its transaction: the others wait at this row, so none checks against ground that moves.</summary>
        public Task NextPlacesEdition(CancellationToken ct) =>
            db.Set<Edition>().ExecuteUpdateAsync(set => set.SetProperty(e => e.Number, e => e.Number + 1), ct);
    }
}
