namespace Cuobian.Matters;

/// <summary>What a command answers through the API: where the matter stands now.</summary>
public sealed record Moved(string Number, MatterState State, Tier Tier, DateTimeOffset? NextDue);

internal static class Answers
{
    public static IResult Of(Matter? matter) => matter is null
        ? Results.NotFound()
        : Results.Ok(new Moved(matter.Number, matter.State, matter.Tier, matter.NextDueAt));
}
