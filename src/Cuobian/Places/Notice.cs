using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.Places;

/// <summary>Something to look at that does not stop an import: where, the stable code, and the sentence.</summary>
public sealed record Notice(string Field, string Code, string Message)
{
    internal static IReadOnlyList<Notice> From(IEnumerable<Fault> faults, Sentences sentences) =>
        [.. faults.Select(f => new Notice(f.Field, f.Code, sentences.For(f.Code, [.. f.Details])))];
}

/// <summary>How far a long import has come: what it does, and how many of how many are done.</summary>
internal sealed record Step(string Doing, int Done, int Of);

internal static class FileFaults
{
    /// <summary>Refuses a file with all its faults in the order of the file.</summary>
    public static void Throw(this List<Fault> faults)
    {
        if (faults.Count > 0) throw new Invalid([.. faults.OrderBy(f => PositionOf(f.Field))]);
    }

    /// <summary>The number in <c>lines[12].code</c> or <c>features[3]</c>.</summary>
    private static int PositionOf(string field) =>
        field.Split('[', ']') is [_, var number, ..] && int.TryParse(number, out var position) ? position : 0;
}
