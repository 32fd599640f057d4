using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Cuobian.Tests.Architecture;

/// <summary>A code like <c>places.grid_unknown</c> in the program is a declared permission or has a sentence that people can read.</summary>
public sealed partial class SentenceTests
{
    [Fact]
    public void Every_code_in_the_program_is_a_permission_or_has_its_sentence()
    {
        using var app = House.App();
        var permissions = PermissionTests.Declared.Select(d => d.Permission).ToHashSet();
        Findings.MustBeNone(Codes(app).Where(code => !permissions.Contains(code) && !HasSentence(code)));
    }

    [Fact]
    public void A_planted_code_is_found()
    {
        using var tests = House.Tests();
        Assert.Contains("places.planted_code", Codes(tests));
        Assert.False(HasSentence("places.planted_code"));
    }

    private static IEnumerable<string> Codes(AssemblyDefinition assembly) =>
        (from type in assembly.MainModule.GetTypes()
         from method in type.Methods
         where method.HasBody
         from instruction in method.Body.Instructions
         where instruction.OpCode == OpCodes.Ldstr
         let text = (string)instruction.Operand
         where Code().Match(text) is { Success: true } match && Module(match.Groups[1].Value) is not null
         select text).Distinct();

    private static bool HasSentence(string code)
    {
        var words = Path.Combine(House.Source, Module(code.Split('.')[0])!, "Text.resx");
        return File.Exists(words) && XDocument.Load(words).Root!.Elements("data").Any(d => (string?)d.Attribute("name") == code.Replace('.', '_'));
    }

    private static string? Module(string prefix) =>
        ModuleMap.Modules.FirstOrDefault(module => string.Equals(module, prefix, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^([a-z]+)\.(?!(?:csv|xlsx|json|geojson|txt|db|html)$)[a-z0-9_]+$")]
    private static partial Regex Code();
}
