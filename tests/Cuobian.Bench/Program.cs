using Cuobian.Bench;

const string Usage = """
    usage: ./bench [--quick] [--only sqlite|postgres] [--part intake|lists|locate|clocks|faults]
      Measures on both databases, with durable settings: intake from 1, 8 and 32 clients beside the raw limit of the database,
      lists with many matters, point to grid over 34,000 polygons, start-up and memory.
      Prints a Markdown table and writes artifacts/bench.json.
      --quick   short rounds and 20,000 matters instead of 100,000: under five minutes
      --only    one database instead of both
      --part    intake, lists, locate, clocks or faults alone; the last two run only when named
                clocks: 10,000 of a million open clocks ran out; how long until all are noted and all are told (--quick: 200 of 20,000)
                faults: servers are killed, a standby is promoted, a disk filled, and acknowledged reports are counted
    """;

string? Option(string name) => args.SkipWhile(a => a != name).ElementAtOrDefault(1);

string? only = Option("--only"), part = Option("--part");
var help = args.Contains("--help") || args.Contains("-h");
if (help || args.Except(["--quick", "--only", "--part", only ?? "", part ?? ""]).Any() || only is not (null or "sqlite" or "postgres") || part is not (null or "intake" or "lists" or "locate" or "clocks" or "faults"))
{
    Console.WriteLine(Usage);
    return help ? 0 : 1;
}
var plan = new Plan(Quick: args.Contains("--quick"));
var server = Environment.GetEnvironmentVariable("CUOBIAN_BENCH_POSTGRES");
if (string.IsNullOrEmpty(server) && only != "sqlite")
{
    Console.Error.WriteLine("CUOBIAN_BENCH_POSTGRES names no PostgreSQL server; ./bench starts one.");
    return 1;
}

var results = new Results();
bool Wanted(string name) => part is null || part == name;

if (Wanted("locate")) LocateBench.InProcess(plan, results);
string[] databases = only is null ? ["sqlite", "postgres"] : [only];
if (part == "faults") await new FaultBench(results).Run(databases);
foreach (var database in databases)
{
    if (Wanted("intake"))
    {
        await using var node = await Node.Open(database, server);
        await StartBench.Run(node, "demo town", results);
        await IntakeBench.Run(node, plan, results);
    }
    if (Wanted("lists"))
    {
        await using var node = await Node.Open(database, server);
        await ManyMatters.Load(node, plan.Matters);
        await StartBench.Run(node, $"{plan.Matters:N0} matters", results);
        await QueueBench.Run(node, plan, results);
    }
    if (part == "clocks")
    {
        await using var node = await Node.Open(database, server);
        await ClockBench.Run(node, plan, results);
    }
    if (Wanted("locate"))
    {
        await using var node = await Node.Open(database, server);
        await LocateBench.OverHttp(node, plan, results);
        await StartBench.Run(node, $"{LocateBench.Polygons:N0} polygons", results);
    }
}
results.Print();
await results.Write();
return 0;
