using Cuobian.Data;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Words;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>All categories in memory, and the guess which of them a text is about.</summary>
public sealed class Categories(Classifier classifier)
{
    private const double LeastProbability = 0.03;
    private volatile IReadOnlyDictionary<string, Category> byCode = new Dictionary<string, Category>();

    public IEnumerable<Category> All => byCode.Values;

    /// <summary>A category a matter can have; classes cannot be chosen.</summary>
    public Category? Find(string? code) => code is not null && byCode.TryGetValue(code, out var found) && !found.IsClass ? found : null;

    public async Task Load(CuobianDb db, CancellationToken ct) =>
        byCode = await db.Set<Category>().AsNoTracking().OrderBy(c => c.Code).ToDictionaryAsync(c => c.Code, ct);

    /// <summary>Up to three categories the text is probably about, the likeliest first; a person chooses.</summary>
    public IReadOnlyList<Category> Suggest(string text) =>
        [.. classifier.Suggest(text).Where(guess => guess.Probability >= LeastProbability).Select(guess => Find(guess.Code)).OfType<Category>()];

    /// <summary>Writes the shipped taxonomy into an empty table.</summary>
    public static async Task Seed(CuobianDb db, CancellationToken ct)
    {
        if (await db.Set<Category>().AnyAsync(ct)) return;
        db.AddRange(Seeds.Read<Shipped>("categories.json").Categories.Select(row => row.ToCategory()));
        await db.SaveChangesAsync(ct);
    }

    internal sealed record Shipped(List<ShippedRow> Categories);

    internal sealed record ShippedHours(int Ordinary, int Key, int Hard);

    internal sealed record ShippedRow(
        string Code, string Zh, string En, string? Parent, string Kind, string Department, ShippedHours? Hours, string? Clock,
        bool NeedsLocation, string? Hotline, bool Sensitive, List<string>? Keywords)
    {
        public Category ToCategory() => new()
        {
            Code = Code,
            Zh = Zh,
            En = En,
            Parent = Parent,
            Kind = Enum.Parse<CategoryKind>(Kind, ignoreCase: true),
            Department = Department,
            OrdinaryHours = Hours?.Ordinary ?? 0,
            KeyHours = Hours?.Key ?? 0,
            HardHours = Hours?.Hard ?? 0,
            Clock = Clock == "continuous" ? Pace.Continuous : Pace.Working,
            NeedsLocation = NeedsLocation,
            Hotline = Hotline,
            Sensitive = Sensitive,
            Keywords = Keywords ?? [],
        };
    }
}
