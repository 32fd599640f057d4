using Mono.Cecil;

namespace Cuobian.Tests.Architecture;

/// <summary>Modules keep to the map: they use each other only downwards and only through Contracts.</summary>
public sealed class ModuleTests
{
    [Fact]
    public void Modules_use_only_the_contracts_they_may()
    {
        using var app = House.App();
        Findings.MustBeNone(Strays(app, "Cuobian"));
    }

    [Fact]
    public void A_planted_stray_is_caught_and_an_honest_question_is_not()
    {
        using var tests = House.Tests();
        var planted = "Cuobian.Tests.Architecture.Planted";
        Assert.Equal(
            [$"{planted}.Matters.Peeping → {planted}.Places.Secret", $"{planted}.Places.LookingUp → {planted}.People.Contracts.IAsked"],
            Strays(tests, planted).Order());
    }

    [Fact]
    public void The_map_has_no_circles()
    {
        var left = ModuleMap.May.ToDictionary(m => m.Key, m => m.Value.ToHashSet());
        while (left.FirstOrDefault(m => m.Value.Count == 0).Key is { } leaf)
        {
            left.Remove(leaf);
            foreach (var (_, uses) in left) uses.Remove(leaf);
        }
        Findings.MustBeNone(left.Keys);
    }

    [Fact]
    public void Every_folder_and_namespace_of_the_app_is_on_the_map()
    {
        using var app = House.App();
        var namespaces = app.MainModule.GetTypes().Select(type => ModuleOf(type, "Cuobian")).OfType<string>();
        var folders = Directory.EnumerateDirectories(House.Source).Select(folder => Path.GetFileName(folder)!)
            .Except(["wwwroot", "node_modules", "Properties", "bin", "obj"]);
        Findings.MustBeNone(namespaces.Concat(folders).Distinct().Except(ModuleMap.May.Keys));
    }

    [Fact]
    public void Every_module_on_the_ground_or_below_another_is_itself_on_the_map() =>
        Findings.MustBeNone(ModuleMap.May.Values.SelectMany(uses => uses).Concat(ModuleMap.Ground).Except(ModuleMap.May.Keys));

    private static IEnumerable<string> Strays(AssemblyDefinition assembly, string root) =>
        (from type in assembly.MainModule.GetTypes()
         let own = ModuleOf(type, root)
         where own is not null
         from used in UsedTypes.Of(type)
         let other = ModuleOf(used, root)
         where other is not null && other != own && !Allowed(own, other, used)
         select $"{Outermost(type).FullName} → {used.FullName}").Distinct();

    private static bool Allowed(string own, string other, TypeReference used)
    {
        var isGround = ModuleMap.Ground.Contains(other);
        if (own == ModuleMap.Stage || (isGround && !ModuleMap.Ground.Contains(own))) return true;
        return ModuleMap.May.GetValueOrDefault(own, []).Contains(other)
            && (isGround || Outermost(used).Namespace.Split('.').Contains("Contracts"));
    }

    /// <summary>The part of the namespace right below the root: the module; null for what lies outside, like the program itself.</summary>
    private static string? ModuleOf(TypeReference type, string root)
    {
        var space = Outermost(type).Namespace;
        return space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;
    }

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }
}
