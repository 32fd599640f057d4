using System.Text;
using Cuobian.Web.Components;
using Microsoft.Extensions.Localization;

namespace Cuobian.Matters;

/// <summary>Speaks the values of Matters in the sentences of the house.</summary>
internal sealed class SpokenMatterValues(IStringLocalizer<Text> words) : Cuobian.Web.ISpokenValues
{
    public string? Word(Enum value) => MatterText.Speaks(value) ? words.Of(value) : null;
}

/// <summary>The word on screen for every value a matter can have, and the tone its state is shown in.</summary>
internal static class MatterText
{
    private static readonly Dictionary<Type, string> Prefixes = new()
    {
        [typeof(MatterState)] = "state",
        [typeof(MatterCommand)] = "command",
        [typeof(Tier)] = "tier",
        [typeof(Visibility)] = "visibility",
        [typeof(ClockKind)] = "clock",
        [typeof(Channel)] = "channel",
        [typeof(PhotoStage)] = "stage",
        [typeof(Outcome)] = "outcome",
        [typeof(Part)] = "part",
        [typeof(RequestKind)] = "request",
        [typeof(PauseReason)] = "pause",
        [typeof(ReturnReason)] = "why",
        [typeof(DivertTarget)] = "divert",
        [typeof(CoState)] = "co",
        [typeof(CallStage)] = "call",
        [typeof(Bulk.BulkCommand)] = "bulk_command",
    };

    public static IEnumerable<Type> Spoken => Prefixes.Keys;

    /// <summary>The resource key of a value: <c>MatterState.Handling</c> is <c>state_handling</c>.</summary>
    public static string Key(Enum value) => $"{Prefixes[value.GetType()]}_{Snake(value.ToString())}";

    public static bool Speaks(Enum value) => Prefixes.ContainsKey(value.GetType());

    public static string Of(this IStringLocalizer<Text> words, Enum value) => words[Key(value)];

    public static Tone Tone(this MatterState state) => state switch
    {
        MatterState.Handling => Web.Components.Tone.Info,
        MatterState.Feedback or MatterState.Closed => Web.Components.Tone.Ok,
        MatterState.Review => Web.Components.Tone.Soon,
        MatterState.Registered or MatterState.Triage or MatterState.Dispatched or MatterState.Verifying or MatterState.Withdrawn
            or MatterState.Merged or MatterState.Diverted or MatterState.Rejected => Web.Components.Tone.Plain,
    };

    private static string Snake(string name)
    {
        var snake = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }
        return snake.ToString();
    }
}
