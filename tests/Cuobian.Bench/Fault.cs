namespace Cuobian.Bench;

/// <summary>Something that breaks while people report, and how it is mended.</summary>
/// <param name="What">What happens, in words.</param>
/// <param name="On">The databases it can happen to.</param>
/// <param name="Act">Breaks it.</param>
/// <param name="Undo">Mends it; people go on asking meanwhile.</param>
internal sealed record Fault(string What, string[] On, Func<Scene, Task> Act, Func<Scene, Task> Undo)
{
    /// <summary>What it happens on.</summary>
    public Stage Stage { get; init; }

    /// <summary>How long it stays broken.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>Looked at once people have gone home: what else is stuck, and what is worth saying.</summary>
    public Func<Scene, Task<(int Stuck, string Note)>> Look { get; init; } = _ => Task.FromResult((0, ""));
}

/// <summary>What a fault needs around the node that it befalls.</summary>
internal enum Stage { Plain, Standby, SmallDisk, Tracer, OtherClock, Partners }

/// <summary>This machine or this account cannot set the stage for a fault: it is not tried, and the table says why.</summary>
internal sealed class NotHere(string why) : Exception(why);

/// <summary>What became of the reports. Away: the longest time in which nobody got an answer, from the fault on.</summary>
internal sealed record WhatCame(string Database, string What, double? AwaySeconds, int Acknowledged, int Lost, int Doubled, int Stuck, string Note)
{
    public bool IsHarmless => Lost + Doubled + Stuck == 0;
}

/// <summary>Every fault that is tried.</summary>
internal static class Faults
{
    private static readonly string[] Both = ["sqlite", "postgres"], Postgres = ["postgres"];
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(15);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("the server is killed (kill -9)", Both, scene => scene.Node.App.Kill(), scene => scene.Node.App.Serve()),
        new("PostgreSQL is killed (kill -9) and started", Postgres, scene => scene.Postgres!.Kill(), scene => scene.Postgres!.Start()),
        new("the disk is full for two seconds", Both, scene => scene.Disk!.Fill(), scene => scene.Empty()) { Stage = Stage.SmallDisk, Lasts = TimeSpan.FromSeconds(2) },
        new("a slow disk: each sync takes 200 ms more", Both, scene => scene.SlowDown(), scene => scene.SpeedUp()) { Stage = Stage.Tracer, Lasts = AWhile },
        new("the clock jumps an hour ahead and back", Both, scene => scene.Clock!.Jump(TimeSpan.FromHours(1)), scene => scene.Clock!.Jump(TimeSpan.Zero)) { Stage = Stage.OtherClock, Lasts = AWhile },
        new("the clock jumps an hour back and ahead", Both, scene => scene.Clock!.Jump(TimeSpan.FromHours(-1)), scene => scene.Clock!.Jump(TimeSpan.Zero)) { Stage = Stage.OtherClock, Lasts = AWhile },
        new("messages that nobody can read or deliver", Both, Poison.Put, _ => Task.CompletedTask) { Lasts = TimeSpan.FromSeconds(5), Look = Poison.Look },
        new("a partner takes calls and never answers", Both, scene => scene.Partners!.Join(scene.Node), _ => Task.CompletedTask) { Stage = Stage.Partners, Lasts = AWhile, Look = scene => scene.Partners!.Look(scene.Node) },
        // The last: the first PostgreSQL stays down.
        new("the first PostgreSQL dies, its standby is promoted", Postgres, scene => scene.Postgres!.Kill(), scene => scene.Standby!.Promote()) { Stage = Stage.Standby },
    ];
}
