using Mono.Cecil;

namespace Cuobian.Tests.Architecture;

/// <summary>Where the house stands on this machine, and its compiled form.</summary>
internal static class House
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    public static string Source { get; } = Path.Combine(Root, "src", "Cuobian");

    public static AssemblyDefinition App() => AssemblyDefinition.ReadAssembly(typeof(Program).Assembly.Location);

    /// <summary>The types planted with faults, to prove that the checkers find them.</summary>
    public static AssemblyDefinition Tests() => AssemblyDefinition.ReadAssembly(typeof(House).Assembly.Location);

    public static string PathTo(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathTo(relative));

    /// <summary>Hand-written files below src with one of the endings, relative to the root.</summary>
    public static IEnumerable<string> Sources(params string[] endings) =>
        Directory.EnumerateFiles(PathTo("src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Where(file => !file.Contains("/node_modules/") && !file.Contains("/wwwroot/vendor/") && !file.Contains("/Data/Migrations/"));

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Cuobian.slnx")) ? folder : Above(Path.GetDirectoryName(folder)!);
}
