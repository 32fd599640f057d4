namespace Cuobian.Field;

/// <summary>Key to the words of Field.</summary>
public sealed class Text;
