using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.People.Rights;

/// <summary>Every permission of the house in words, by the module that declares it.</summary>
public sealed class Permissions(IReadOnlyList<IModule> modules, Sentences sentences)
{
    /// <summary>A module's permissions under its heading.</summary>
    public sealed record Group(string Title, IReadOnlyList<Named> All);

    /// <summary>A permission and the sentence that says what it allows.</summary>
    public sealed record Named(string Code, string Words);

    public IReadOnlyList<Group> Groups =>
    [
        .. modules.Where(m => m.Permissions.Count > 0).Select(m => new Group(
            sentences.For($"{m.Permissions[0].Split('.')[0]}.rights"), [.. m.Permissions.Select(p => new Named(p, WordsOf(p)))])),
    ];

    public bool Knows(string permission) => modules.Any(m => m.Permissions.Contains(permission));

    /// <summary><c>matters.read</c> is said by the word <c>matters_may_read</c> of Matters.</summary>
    public string WordsOf(string permission) => sentences.For(KeyOf(permission));

    public static string KeyOf(string permission) => permission.Split('.', 2) is [var module, var rest] ? $"{module}.may_{rest}" : permission;
}
