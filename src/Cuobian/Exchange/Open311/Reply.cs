namespace Cuobian.Exchange.Open311;

/// <summary>One named value: an element in XML, a member in JSON.</summary>
internal sealed record Leaf(string Name, object? Value);

/// <summary>A list: in XML each item in an element of that name, in JSON an array.</summary>
internal sealed record Many(string Item, IReadOnlyList<object> Items);

/// <summary>
/// One answer for both forms. Values are text, numbers, truth, instants, an array of leaves (an object) or a list. In XML the
/// content stands in the root; in JSON the root disappears (the "Spark" mapping of the specification).
/// </summary>
internal sealed record Reply(string Root, object Content, int Status = StatusCodes.Status200OK)
{
    public static Reply List(string root, string item, IEnumerable<Leaf[]> items) => new(root, new Many(item, [.. items]));
}

/// <summary>What is wrong with a request, as GeoReport says it: 403 for the key, 404 for what does not exist, 400 for everything else.</summary>
internal sealed class Open311Error(int status, params string[] descriptions) : Exception(string.Join("; ", descriptions))
{
    public Reply Reply => Reply.List("errors", "error", descriptions.Select(d => new Leaf[] { new("code", status), new("description", d) })) with { Status = status };
}
