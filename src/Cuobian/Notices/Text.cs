namespace Cuobian.Notices;

/// <summary>Key to this module's words on screen.</summary>
public sealed class Text;
