namespace Cuobian.Web.Components;

/// <summary>What a colour means here; it never stands without a word or a shape.</summary>
public enum Tone { Plain, Info, Ok, Soon, Late, Brand }

/// <summary>One thing to choose.</summary>
public sealed record Choice(string Value, string Label, string? Note = null);

/// <summary>The class and the shape that go with a tone.</summary>
internal static class Tones
{
    public static string Class(this Tone tone) => tone switch
    {
        Tone.Plain => "plain",
        Tone.Info => "info",
        Tone.Ok => "ok",
        Tone.Soon => "soon",
        Tone.Late => "late",
        Tone.Brand => "brand",
    };

    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Ok => "check",
        Tone.Soon => "clock",
        Tone.Late => "alert",
        Tone.Plain or Tone.Info or Tone.Brand => "info",
    };
}
