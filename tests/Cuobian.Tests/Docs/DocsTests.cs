using System.Text.RegularExpressions;
using Cuobian.Tests.Architecture;

namespace Cuobian.Tests.Docs;

/// <summary>The documents tell the truth about the house.</summary>
public sealed partial class DocsTests
{
    private static readonly string[] Documents =
    [
        .. Directory.EnumerateFiles(House.Root, "*.md"),
        .. Directory.EnumerateFiles(House.PathTo("docs"), "*.md", SearchOption.AllDirectories),
    ];

    [Fact]
    public void The_module_page_shows_the_map()
    {
        var shown = Row().Matches(House.Read("docs/modules.md"))
            .Where(row => row.Groups[1].Value != "module")
            .ToDictionary(row => row.Groups[1].Value, row => Names(row.Groups[2].Value));
        Assert.Equal(ModuleMap.May.Keys.Order(), shown.Keys.Order());
        foreach (var (module, uses) in ModuleMap.May) Assert.Equal(uses.Order(), shown[module].Order());
    }

    [Fact]
    public void The_module_page_names_the_modules_that_exist()
    {
        var said = Names(Today().Match(House.Read("docs/modules.md")).Groups[1].Value.Replace(" and ", ", "));
        var exist = Directory.EnumerateDirectories(House.Source).Select(f => Path.GetFileName(f)).Intersect(ModuleMap.Modules);
        Assert.Equal(exist.Order(), said.Order());
    }

    [Fact]
    public void The_tour_visits_only_files_that_exist()
    {
        var stops = FilePath().Matches(House.Read("docs/tour.md")).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(stops);
        Findings.MustBeNone(stops.Where(stop => !File.Exists(House.PathTo(stop))));
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var broken =
            from document in Documents
            from Match link in Link().Matches(File.ReadAllText(document))
            let target = link.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
            select $"{Path.GetRelativePath(House.Root, document)} → {target}";
        Findings.MustBeNone(broken);
    }

    [Fact]
    public void Every_command_in_a_document_is_a_script_in_the_root() =>
        Findings.MustBeNone(Documents.SelectMany(Commands).Where(command => !IsScript(command)));

    [Fact]
    public void Both_readmes_teach_the_same_commands()
    {
        var english = Commands(House.PathTo("README.md"));
        Assert.Contains("run", english);
        Assert.Contains("test", english);
        Assert.Equal(english.Order(), Commands(House.PathTo("README.zh-CN.md")).Order());
    }

    [Fact]
    public void The_continuous_integration_runs_what_contributors_run() =>
        Assert.Matches(@"exec .*/check""", House.Read(".ci/run"));

    [Fact]
    public void The_changelog_is_open_for_the_next_change() =>
        Assert.Contains("\n## Unreleased\n", House.Read("CHANGELOG.md"), StringComparison.Ordinal);

    [Fact]
    public void Decisions_are_numbered_without_a_gap_and_have_all_their_parts()
    {
        var decisions = Directory.EnumerateFiles(House.PathTo("docs/adr"), "*.md").Order().ToList();
        foreach (var (number, file) in decisions.Index())
        {
            Assert.StartsWith($"{number + 1:0000}-", Path.GetFileName(file), StringComparison.Ordinal);
            Assert.Equal(["Context", "Decision", "Consequences", "What would change our mind"],
                Heading().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value));
        }
    }

    private static List<string> Commands(string document) =>
        [.. Command().Matches(File.ReadAllText(document)).Select(m => m.Groups[1].Value).Distinct()];

    private static bool IsScript(string command)
    {
        var file = House.PathTo(command);
        return File.Exists(file) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute));
    }

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^\| (\w+) \|[^|]*\|([^|]*)\|\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"today there are ([^.]+)\.")]
    private static partial Regex Today();

    [GeneratedRegex(@"`((?:src|tests|docs|eng)/[^`\s]+)`")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"(?:\]\(|src="")([^)\s""]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=^|`|\s)\./([a-z]+)(?=$|`|\s)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
