namespace Cuobian.Matters.Contracts;

/// <summary>How the number of a matter is written for people.</summary>
public static class MatterNumber
{
    /// <summary>In the groups people read aloud: 2611 2248 3917.</summary>
    public static string Grouped(string number) => string.Join(' ', number.Chunk(4).Select(group => new string(group)));
}
