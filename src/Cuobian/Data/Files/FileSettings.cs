using System.Globalization;

namespace Cuobian.Data.Files;

/// <summary>Where files lie and how large they may be.</summary>
public sealed record FileSettings(string Folder, int MostMegabytes)
{
    public const int DefaultMegabytes = 15;

    public long MostBytes => MostMegabytes * 1024L * 1024;

    /// <summary>Reads <c>Files:Folder</c> (default: <c>files</c> in the data folder; shared by all nodes) and <c>Files:MostMegabytes</c>.</summary>
    public static FileSettings From(IConfiguration configuration, DatabaseSettings data) => new(
        Path.GetFullPath(configuration["Files:Folder"] ?? Path.Combine(data.Folder, "files")),
        int.TryParse(configuration["Files:MostMegabytes"], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is > 0 and <= 200 ? most : DefaultMegabytes);
}
