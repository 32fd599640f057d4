namespace Cuobian.Insight;

/// <summary>Key to this module's words on screen.</summary>
public sealed class Text;
