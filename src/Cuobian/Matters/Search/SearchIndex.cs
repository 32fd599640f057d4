using System.Globalization;
using System.Text;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters.Search;

/// <summary>
/// The full-text index over the pairs: GIN on PostgreSQL, FTS5 on SQLite, which triggers keep up within the same transaction.
/// Neither can be said in the model, so each is made where it is missing.
/// </summary>
internal static class SearchIndex
{
    private const string Gin = """
        create index if not exists matters_search_pairs on matters_search using gin (string_to_array("Pairs", ' '));
        """;

    private const string Fts = """
        create virtual table if not exists matters_search_pairs using fts5("Pairs", content='matters_search', content_rowid='Id', tokenize='unicode61 remove_diacritics 0', detail=none);
        create trigger if not exists matters_search_added after insert on matters_search begin
          insert into matters_search_pairs(rowid, "Pairs") values (new."Id", new."Pairs");
        end;
        create trigger if not exists matters_search_gone after delete on matters_search begin
          insert into matters_search_pairs(matters_search_pairs, rowid, "Pairs") values ('delete', old."Id", old."Pairs");
        end;
        create trigger if not exists matters_search_changed after update on matters_search begin
          insert into matters_search_pairs(matters_search_pairs, rowid, "Pairs") values ('delete', old."Id", old."Pairs");
          insert into matters_search_pairs(rowid, "Pairs") values (new."Id", new."Pairs");
        end;
        """;

    public static Task Make(CuobianDb db, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(db is SqliteDb ? Fts : Gin, ct);

    /// <summary>Ids of the matters that have all words of a text; null when no word of it has two characters.</summary>
    public static IQueryable<Guid>? Find(CuobianDb db, string text) =>
        Statement(db, text) is var (sql, values) ? db.Database.SqlQueryRaw<Guid>(sql, values) : null;

    /// <summary>The index finds whatever has all pairs; then every word must stand there as a whole.</summary>
    internal static (string Sql, object[] Values)? Statement(CuobianDb db, string text)
    {
        var plain = SearchWords.Plain(text);
        var pairs = SearchWords.Pairs(plain);
        if (pairs.Count == 0) return null;
        var sql = new StringBuilder(db is SqliteDb
            ? """select s."MatterId" as "Value" from matters_search_pairs join matters_search s on s."Id" = matters_search_pairs.rowid where matters_search_pairs match {0}"""
            : """select s."MatterId" as "Value" from matters_search s where string_to_array(s."Pairs", ' ') @> {0}""");
        var runs = SearchWords.Runs(plain).Distinct().ToList();
        foreach (var at in Enumerable.Range(1, runs.Count)) sql.Append(CultureInfo.InvariantCulture, $" and s.\"Plain\" like {{{at}}}");
        object first = db is SqliteDb ? string.Join(" AND ", pairs.Select(pair => $"\"{pair}\"")) : pairs.ToArray();
        return (sql.ToString(), [first, .. runs.Select(run => $"%{run}%")]);
    }
}
