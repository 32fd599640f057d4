using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Cuobian.Web;

/// <summary>The styles of pages for residents, written into the page: on a slow line the first words are seen a round trip earlier.</summary>
internal sealed partial class InlineStyles
{
    private static readonly string[] Sheets = ["tokens", "base", "components", "shell", "resident"];

    public InlineStyles(IWebHostEnvironment house)
    {
        var files = Sheets.Select(sheet => house.WebRootFileProvider.GetFileInfo($"css/{sheet}.css")).ToList();
        IsHere = files.All(file => file.Exists);
        if (!IsHere) return;
        var sheets = string.Join('\n', files.Select(Read)).Replace("url(../", "url(/", StringComparison.Ordinal);
        Text = AroundSign().Replace(Space().Replace(Comment().Replace(sheets, ""), " "), "$1").Trim();
        Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";
    }

    /// <summary>Without its files the pages link to them, as staff pages do.</summary>
    public bool IsHere { get; }

    public string Text { get; } = "";

    /// <summary>What the content security policy allows: these very styles and no other.</summary>
    public string Hash { get; } = "";

    private static string Read(Microsoft.Extensions.FileProviders.IFileInfo file)
    {
        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(" ?([{};,]) ?")]
    private static partial Regex AroundSign();
}
