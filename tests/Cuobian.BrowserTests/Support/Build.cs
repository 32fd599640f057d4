namespace Cuobian.BrowserTests.Support;

/// <summary>Where this build put things: <c>artifacts/bin/PROJECT/CONFIGURATION</c> below the root.</summary>
internal static class Build
{
    private static readonly DirectoryInfo Here = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Configuration => Here.Name;

    public static string Bin => Here.Parent!.Parent!.FullName;

    public static string Root => Path.GetFullPath(Path.Combine(Bin, "..", ".."));

    public static string AppSource => Path.Combine(Root, "src", "Cuobian");
}
