namespace Cuobian.People.Me;

/// <summary>Key to the words on the pages about one's own data.</summary>
public sealed class Text;
