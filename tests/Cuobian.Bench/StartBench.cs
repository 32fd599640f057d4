using System.Globalization;

namespace Cuobian.Bench;

/// <summary>From starting the process until it is ready, and what it then weighs. Leaves it serving.</summary>
internal static class StartBench
{
    public static async Task Run(Node node, string with, Results results)
    {
        var starts = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            await node.App.Kill();
            starts.Add(await node.Serve());
        }
        starts.Sort();
        results.Add(new Result(node.Database, $"start to ready, {with}", "", starts[1].TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture), "",
            $"{node.App.Memory >> 20} MiB at ready"));
    }
}
