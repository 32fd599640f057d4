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
    /// <summary>A column of its own: to cut the text anew for every row that is looked at took longer than all the rest.</summary>
    private const string Gin = """
        do $$ begin
          if not exists (select from information_schema.columns where table_schema = current_schema and table_name = 'matters_search' and column_name = 'Words') then
            alter table matters_search add column "Words" text[] generated always as (string_to_array("Pairs", ' ')) stored;
          end if;
        end $$;
        create index if not exists matters_search_pairs on matters_search using gin ("Words");
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

    /// <summary>Does a word of the text have two characters? Without one the index is of no use.</summary>
    public static bool Suits(string text) => SearchWords.Pairs(SearchWords.Plain(text)).Count > 0;

    /// <summary>Ids of the matters that have all words of a text, and of each group of marks one.</summary>
    public static IQueryable<Guid> Find(CuobianDb db, string text, params IReadOnlyList<string>[] marks)
    {
        var (sql, values) = Statement(db, text, marks);
        return db.Database.SqlQueryRaw<Guid>(sql, values);
    }

    /// <summary>Each word stands as a whole in what is readable, or all its fingerprints are there: the index finds either.</summary>
    internal static (string Sql, object[] Values) Statement(CuobianDb db, string text, params IReadOnlyList<string>[] marks)
    {
        var key = SearchKey.Of(db);
        var words = SearchWords.Runs(SearchWords.Plain(text)).Distinct().Select(run => new Word(run, SearchWords.Pairs(run), [.. SearchWords.Asked(run).Select(key.Of)])).ToList();
        var some = marks.Where(group => group.Count > 0).ToList();
        return db is SqliteDb ? OnSqlite(words, some) : OnPostgres(words, some);
    }

    /// <summary>The marks stand beside each word, so that one look into the index meets both.</summary>
    private static (string, object[]) OnPostgres(List<Word> words, List<IReadOnlyList<string>> marks)
    {
        var (sql, values) = (new StringBuilder("""select s."MatterId" as "Value" from matters_search s where true"""), new List<object>());
        var marked = string.Concat(marks.Select(group => $" and {Pairs} && {Next(values, group.ToArray())}"));
        foreach (var word in words)
        {
            var like = $"s.\"Plain\" like {Next(values, $"%{word.Run}%")}";
            var readable = word.Pairs.Count == 0 ? like : $"{like} and {Pairs} @> {Next(values, word.Pairs.ToArray())}{marked}";
            sql.Append(CultureInfo.InvariantCulture, $" and (({readable}) or ({Pairs} @> {Next(values, word.Secret.ToArray())}{marked}))");
        }
        return (sql.ToString(), [.. values]);
    }

    private static (string, object[]) OnSqlite(List<Word> words, List<IReadOnlyList<string>> marks)
    {
        var match = words.Where(w => w.Pairs.Count > 0).Select(w => $"(({All(w.Pairs)}) OR ({All(w.Secret)}))").Concat(marks.Select(group => $"({string.Join(" OR ", group.Select(mark => $"\"{mark}\""))})"));
        var values = new List<object> { string.Join(" AND ", match) };
        var sql = new StringBuilder("""select s."MatterId" as "Value" from matters_search_pairs join matters_search s on s."Id" = matters_search_pairs.rowid where matters_search_pairs match {0}""");
        foreach (var word in words)
        {
            var secret = string.Join(" and ", word.Secret.Select(one => $"s.\"Pairs\" like {Next(values, $"%{one}%")}"));
            sql.Append(CultureInfo.InvariantCulture, $" and (s.\"Plain\" like {Next(values, $"%{word.Run}%")} or ({secret}))");
        }
        return (sql.ToString(), [.. values]);
    }

    private const string Pairs = "s.\"Words\"";

    private static string All(IReadOnlyList<string> grams) => string.Join(" AND ", grams.Select(gram => $"\"{gram}\""));

    private static string Next(List<object> values, object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"{{{values.Count - 1}}}");
    }

    /// <summary>One word that is looked for: as it is written, its pairs, and the fingerprints that an address with it has.</summary>
    private sealed record Word(string Run, IReadOnlyList<string> Pairs, IReadOnlyList<string> Secret);
}
