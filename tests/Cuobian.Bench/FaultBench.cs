namespace Cuobian.Bench;

/// <summary>Things go wrong while people report: was anything acknowledged and lost, stored twice, left lying, and how long did nobody answer?</summary>
internal sealed class FaultBench(Results results)
{
    private const int Before = 150, After = 150;

    /// <param name="databases">sqlite, postgres or both.</param>
    /// <param name="only">A part of the words for a fault; null for all.</param>
    public async Task Run(string[] databases, string? only)
    {
        foreach (var database in databases)
        {
            await using var model = await Model.Make(database);
            foreach (var fault in Faults.All.Where(f => f.On.Contains(database) && (only is null || f.What.Contains(only, StringComparison.Ordinal))))
                results.Add(await Try(fault, model));
        }
    }

    private static async Task<WhatCame> Try(Fault fault, Model model)
    {
        try
        {
            await using var scene = await Scene.Set(fault.Stage, model);
            return await Try(fault, scene);
        }
        catch (NotHere reason)
        {
            return new WhatCame(model.Node.Database, fault.What, null, 0, 0, 0, 0, $"not run: {reason.Message}");
        }
    }

    private static async Task<WhatCame> Try(Fault fault, Scene scene)
    {
        await scene.Node.Serve();
        using var people = new Reporters(scene.Node.Client);
        people.Begin();
        await people.Acknowledge(Before);
        var begun = people.Now;
        await fault.Act(scene);
        await Task.Delay(fault.Lasts);
        await fault.Undo(scene);
        await people.Acknowledge(After);
        var away = people.LongestSilenceSince(begun);
        var count = await people.End(scene.Node.Db);
        var (stuck, note) = await fault.Look(scene);
        return new WhatCame(scene.Node.Database, fault.What, away.TotalSeconds, count.Acknowledged, count.Lost, count.Doubled, count.Stuck + stuck, note);
    }
}
