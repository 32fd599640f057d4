using Cuobian.Data;
using Cuobian.Data.Crypto;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cuobian.Matters.Search;

/// <summary>
/// Makes the words of an address findable and unreadable: each run of two or three characters becomes a fingerprint under the key of the
/// house. It is the key of all look-ups, which a new sealing key leaves as it is.
/// </summary>
internal sealed class SearchKey(Sealer sealer)
{
    /// <summary>48 bits: among the millions of runs that Chinese has, two hardly ever meet.</summary>
    private const int Length = 12;

    public static SearchKey Of(CuobianDb db) => new(db.GetService<Sealer>());

    public string Of(string gram) => sealer.Index("matters_search.Pairs", gram)![..Length];

    /// <summary>All fingerprints of a text, in an order that tells nothing of it.</summary>
    public IEnumerable<string> All(string plain) => SearchWords.Runs(plain).SelectMany(SearchWords.Grams).Distinct().Select(Of).Order(StringComparer.Ordinal);
}
