using System.Text.Json;
using System.Text.RegularExpressions;
using Cuobian.Kernel;

namespace Cuobian.Tests.Architecture;

/// <summary>Every permission has one module that declares it.</summary>
public sealed partial class PermissionTests
{
    internal static readonly List<(string Module, string Permission)> Declared =
    [
        .. from type in typeof(Program).Assembly.GetTypes()
           where type.IsAssignableTo(typeof(IModule)) && type is { IsAbstract: false, IsInterface: false }
           from permission in ((IModule)Activator.CreateInstance(type, nonPublic: true)!).Permissions
           select (type.Namespace!.Split('.')[1], permission),
    ];

    [Fact]
    public void Every_permission_is_declared_once() =>
        Findings.MustBeNone(Declared.GroupBy(d => d.Permission).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void A_permission_carries_the_name_of_its_module() =>
        Assert.DoesNotContain(Declared, d => !Form().IsMatch(d.Permission) || !d.Permission.StartsWith(d.Module + ".", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_roles_give_only_permissions_that_are_declared()
    {
        var roles = Path.Combine(House.Source, "People", "Seed", "roles.json");
        Assert.SkipUnless(File.Exists(roles), "There are no roles yet.");
        using var json = JsonDocument.Parse(File.ReadAllText(roles));
        var given = json.RootElement.EnumerateArray()
            .SelectMany(role => role.GetProperty("permissions").EnumerateArray()).Select(permission => permission.GetString()!);
        Findings.MustBeNone(given.Distinct().Except(Declared.Select(d => d.Permission)));
    }

    [Fact]
    public void Every_module_has_one_index()
    {
        var indexed = typeof(Program).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IModule)) && t.IsClass).Select(t => t.Name).Order();
        var folders = Directory.EnumerateDirectories(House.Source).Select(f => Path.GetFileName(f)).Intersect(ModuleMap.Modules);
        Assert.Equal(folders.Select(name => name + "Module").Order(), indexed);
    }

    [GeneratedRegex(@"^[a-z]+(\.[a-z_]+)+$")]
    private static partial Regex Form();
}
