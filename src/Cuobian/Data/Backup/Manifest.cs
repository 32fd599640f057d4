using System.Reflection;
using System.Text.Json;

namespace Cuobian.Data.Backup;

/// <summary>Something about a backup that a person must mend; the message is a sentence for them.</summary>
public sealed class BackupTrouble(string message) : Exception(message);

/// <summary>One member of an archive, as it was when the archive was made.</summary>
internal sealed record Member(string Name, long Bytes, string Sha256);

/// <summary>What an archive holds; written as its last member, so that an archive without one was cut short.</summary>
/// <param name="Program">The version of the program that made it.</param>
/// <param name="Kind">The kind of database.</param>
/// <param name="Schema">The last migration of the database.</param>
/// <param name="Rows">Rows in each table.</param>
/// <param name="Keys">The keys the database was written with, by id, each with a value that tells it apart without telling it.</param>
/// <param name="Missing">Contents that rows name and the store no longer had.</param>
internal sealed record Manifest(
    string Program, DateTimeOffset At, string Kind, string Schema, SortedDictionary<string, long> Rows, SortedDictionary<string, string> Keys,
    IReadOnlyList<string> Missing, IReadOnlyList<Member> Members)
{
    public const string Name = "manifest.json";
    public const string Database = "database";
    public const string KeyRing = "keys";
    public const string Files = "files/";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The version of this program.</summary>
    public static string ThisProgram { get; } = typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public bool HasKeys => Members.Any(m => m.Name == KeyRing);

    public long FileCount => Members.Count(m => m.Name.StartsWith(Files, StringComparison.Ordinal));

    public string InWords => $"{Kind}, {Rows.Values.Sum():N0} rows in {Rows.Count} tables, {FileCount:N0} files, {(HasKeys ? "with" : "without")} the key ring, made {At:yyyy-MM-dd HH:mm} UTC";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static Manifest Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(text, Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new BackupTrouble($"The archive is damaged: its {Name} cannot be read. Take another backup.");
        }
    }
}
