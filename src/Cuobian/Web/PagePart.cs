namespace Cuobian.Web;

/// <summary>
/// A piece that a module adds to a page of another one, which need not know it. The component gets the page's subject as
/// <c>Subject</c> and asks the database in a scope of its own.
/// </summary>
public sealed record PagePart(string Place, int Order, Type Component)
{
    /// <summary>Beside one matter, as residents see it; the subject is its number.</summary>
    public const string Matter = "matter";
}
