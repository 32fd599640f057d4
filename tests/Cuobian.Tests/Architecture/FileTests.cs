namespace Cuobian.Tests.Architecture;

/// <summary>Files stay short enough to read in one sitting.</summary>
public sealed class FileTests
{
    private const int MostLines = 300;

    [Fact]
    public void No_file_is_longer_than_a_sitting_unless_a_decision_names_it()
    {
        var decisions = string.Concat(Directory.EnumerateFiles(House.PathTo("docs/adr"), "*.md").Select(File.ReadAllText));
        var tooLong =
            from file in House.Sources(".cs", ".razor", ".css", ".js")
            let lines = File.ReadLines(House.PathTo(file)).Count()
            where lines > MostLines && !decisions.Contains(file, StringComparison.Ordinal)
            select $"{file} has {lines} lines";
        Findings.MustBeNone(tooLong);
    }

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        Findings.MustBeNone(House.Sources(".cs", ".razor").SelectMany(file => file.Split('/')[..^1]).Distinct()
            .Intersect(["Common", "Shared", "Utils", "Helpers", "Managers", "Dtos", "Interfaces"]));
}
