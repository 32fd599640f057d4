using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cuobian.Matters.Search;

/// <summary>What a matter is found by: its number, words and answer in one shape and as pairs of characters, and the fingerprints of its address.</summary>
internal sealed class MatterSearch
{
    private MatterSearch() { }

    /// <summary>The row of the full-text index on SQLite, which knows nothing but whole numbers.</summary>
    public long Id { get; private init; }

    public Guid MatterId { get; private init; }

    public string Plain { get; private set; } = "";

    /// <summary>The pairs, the fingerprints and the marks with blanks between them.</summary>
    public string Pairs { get; private set; } = "";

    public static MatterSearch Of(SearchedText text, SearchKey key)
    {
        var search = new MatterSearch { MatterId = text.Id };
        search.Read(text, key);
        return search;
    }

    public void Read(SearchedText text, SearchKey key)
    {
        Plain = SearchWords.Plain($"{text.Number} {text.Text} {text.Answer}");
        Pairs = string.Join(' ', SearchWords.Pairs(Plain).Concat(key.All(SearchWords.Plain(text.Address ?? ""))).Concat(SearchMarks.Of(text.Id, text.Area)));
    }
}

/// <summary>The words of a matter that are searched.</summary>
internal sealed record SearchedText(Guid Id, string Area, string Number, string Text, string? Address, string? Answer)
{
    public static SearchedText Of(Matter matter) => new(matter.Id, matter.Area, matter.Number, matter.Text, matter.Address, matter.Answer);
}

internal sealed class SearchTable : IEntityTypeConfiguration<MatterSearch>
{
    public void Configure(EntityTypeBuilder<MatterSearch> search)
    {
        search.ToTable("matters_search");
        search.HasIndex(s => s.MatterId).IsUnique();
    }
}
