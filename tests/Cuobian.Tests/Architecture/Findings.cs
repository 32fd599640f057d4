namespace Cuobian.Tests.Architecture;

/// <summary>What a guard found, told in full: whoever broke a rule should not have to search.</summary>
internal static class Findings
{
    public static void MustBeNone(IEnumerable<string> found)
    {
        var list = found.Distinct().ToList();
        if (list.Count > 0) Assert.Fail($"{list.Count} found:\n{string.Join('\n', list)}");
    }
}
