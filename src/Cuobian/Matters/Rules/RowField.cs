namespace Cuobian.Matters.Rules;

/// <summary>How a field of a row is asked for.</summary>
public enum FieldKind { Text, Words, Lines, Number, Date, Time, Flag, Choice }

/// <summary>One column of a kind of settings.</summary>
public sealed record RowField(string Name, FieldKind Kind = FieldKind.Text, bool Required = false)
{
    /// <summary>What a flag says when it is set.</summary>
    public const string Yes = "yes";

    public int Longest { get; init; } = Kind is FieldKind.Words or FieldKind.Lines ? 2000 : 200;
}
