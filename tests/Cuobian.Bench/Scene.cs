namespace Cuobian.Bench;

/// <summary>The demo town, built once; every fault befalls a copy of it.</summary>
internal sealed record Model(Node Node, OwnPostgres? Postgres) : IAsyncDisposable
{
    public static async Task<Model> Make(string database)
    {
        var postgres = database == "postgres" ? await OwnPostgres.Make() : null;
        return new Model(await Node.Open(database, postgres?.Server), postgres);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        if (Postgres is not null) await Postgres.DisposeAsync();
    }
}

/// <summary>A node with its database and whatever else a fault needs, until it is over.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly List<Func<ValueTask>> undo = [];
    private readonly Model model;
    private SlowDisk? slow;

    private Scene(Model model) => this.model = model;

    public Node Node { get; private set; } = null!;

    public OwnPostgres? Postgres { get; private set; }

    public OwnPostgres? Standby { get; private set; }

    public SmallDisk? Disk { get; private set; }

    public OtherClock? Clock { get; private set; }

    public TwoPartners? Partners { get; private set; }

    /// <summary>Throws <see cref="NotHere"/> where the stage cannot be set.</summary>
    public static async Task<Scene> Set(Stage stage, Model model)
    {
        var scene = new Scene(model);
        try
        {
            await scene.Build(stage);
            if (scene.Partners is not null) await scene.Partners.Prepare(scene.Node);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    public Task SlowDown() => slow!.Begin([Node.App.Id, .. Postgres?.Processes() ?? []]);

    public Task SpeedUp() => slow!.End();

    public async Task Empty()
    {
        Disk!.Empty();
        if (Postgres is not null) await Postgres.Lift();
    }

    public async ValueTask DisposeAsync()
    {
        for (var last = undo.Count - 1; last >= 0; last--) await undo[last]();
    }

    private async Task Build(Stage stage)
    {
        var more = new List<(string, string)>();
        if (stage == Stage.SmallDisk) Disk = Keep(await SmallDisk.Mount(model.Postgres is null ? 64 : 400));
        if (stage == Stage.Tracer) slow = Keep(await SlowDisk.Find());
        if (stage == Stage.OtherClock) more.AddRange((Clock = Keep(await OtherClock.Find())).Settings);
        if (stage == Stage.Partners) more.AddRange((Partners = Keep(await TwoPartners.Listen())).Settings);
        Postgres = model.Postgres;
        if (Disk is not null && Postgres is not null)
        {
            Postgres = Keep(await OwnPostgres.Make(Disk.Folder));
            Node = Keep(await Node.Open("postgres", Postgres.Server, [.. more]));
            return;
        }
        if (stage == Stage.Standby) Standby = Keep(await Postgres!.MakeStandby());
        // The node finds the server that may write by itself, because its settings name both.
        var reached = Standby is null ? null : $"Host=127.0.0.1:{Postgres!.Port},127.0.0.1:{Standby.Port};Username=postgres;Target Session Attributes=primary;Timeout=5";
        Node = Keep(await OnDisk(() => model.Node.Copy(reached, [.. more])));
    }

    private async Task<Node> OnDisk(Func<Task<Node>> open)
    {
        if (Disk is null) return await open();
        var elsewhere = Path.GetTempPath();
        Environment.SetEnvironmentVariable("TMPDIR", Disk.Folder);
        try
        {
            return await open();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", elsewhere);
        }
    }

    private T Keep<T>(T made) where T : IAsyncDisposable
    {
        undo.Add(made.DisposeAsync);
        return made;
    }
}
