using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.Places;

/// <summary>Something to look at that does not stop an import: where, the stable code, and the sentence.</summary>
internal sealed record Notice(string Field, string Code, string Message)
{
    public static IReadOnlyList<Notice> From(IEnumerable<Fault> faults, Sentences sentences) =>
        [.. faults.Select(f => new Notice(f.Field, f.Code, sentences.For(f.Code, [.. f.Details])))];
}

/// <summary>How far a long import has come: what it does, and how many of how many are done.</summary>
internal sealed record Step(string Doing, int Done, int Of);
