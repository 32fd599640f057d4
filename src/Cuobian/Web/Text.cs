namespace Cuobian.Web;

/// <summary>Key to the words of the house that belong to no module.</summary>
public sealed class Text;
