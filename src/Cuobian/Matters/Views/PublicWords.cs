namespace Cuobian.Matters;

/// <summary>
/// What everybody may read about a matter. What the reporter wrote may name people, so it is never public as it came:
/// the kind and the place tell enough.
/// </summary>
internal static class PublicWords
{
    private static readonly MatterState[] StillOpen =
    [
        MatterState.Registered, MatterState.Triage, MatterState.Dispatched, MatterState.Handling, MatterState.Verifying, MatterState.Feedback, MatterState.Review,
    ];

    private static readonly MatterState[] BeforeAcceptance = [MatterState.Registered, MatterState.Triage];

    /// <summary>States in which a matter is not settled; whatever is not named here is over.</summary>
    public static IReadOnlyList<MatterState> Open => StillOpen;

    /// <summary>States in which nobody has looked yet.</summary>
    public static IReadOnlyList<MatterState> Waiting => BeforeAcceptance;

    public static bool IsTriageFirst(Category category) => category.IsUrgent || category.Sensitive;

    public static string Describe(string category, string place) => place.Length == 0 ? category : $"{category} · {place}";
}
