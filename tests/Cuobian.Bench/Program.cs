using System.Globalization;
using Cuobian.Bench;

const string Usage = """
    usage: ./bench [--quick] [--only sqlite|postgres] [--part intake|lists|locate|clocks|faults|rolling|memory]
           ./bench --part faults [--fault "a slow disk"]
           ./bench city [--matters 1000000] [--only sqlite]
           ./bench load [--matters 1000000] [--rate 20] [--minutes 3]
      Measures on both databases, with durable settings: intake from 1, 8 and 32 clients beside the raw limit of the database,
      lists with many matters, point to grid over 34,000 polygons, 500 routing rules, start-up and memory.
      Prints a Markdown table and writes artifacts/bench.json.
      --quick   short rounds and 20,000 matters instead of 100,000: under five minutes
      --only    one database instead of both
      --part    intake, lists or locate alone; or one of these, which run only when named:
                clocks: 10,000 of a million open clocks ran out; how long until all are noted and all are told (--quick: 200 of 20,000)
                faults: servers are killed, disks filled, clocks moved and more, and acknowledged reports are counted
                rolling: three servers behind a proxy are replaced one after the other, and failed requests are counted
                memory: an hour of reports, work and pages; what the process holds (--minutes N; --quick: five)
      city      builds a city on PostgreSQL: 34,000 grids, 80,000 people, so many matters with their histories; checks a sample
      load      builds it and one of 10,000 matters, compares what people read, then lets people come at a rate (a second) and work:
                bursty and skewed as real arrivals are; last the intake beside the raw limit of the database
    """;

string? Option(string name) => args.SkipWhile(a => a != name).ElementAtOrDefault(1);

string? only = Option("--only"), part = Option("--part");
var verb = args.FirstOrDefault() is "city" or "load" ? args[0] : null;
string[] numbers = ["--matters", "--rate", "--minutes", "--fault"];
int Number(string name, int usual) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
var help = args.Contains("--help") || args.Contains("-h");
if (help || args.Except(["--quick", "--only", "--part", only ?? "", part ?? "", verb ?? "", .. numbers, .. numbers.Select(n => Option(n) ?? "")]).Any() || only is not (null or "sqlite" or "postgres") || part is not (null or "intake" or "lists" or "locate" or "clocks" or "faults" or "rolling" or "memory"))
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

if (verb is not null)
{
    var (database, matters) = (only ?? "postgres", Number("--matters", 1_000_000));
    await using var city = await CityBench.Lay(database, server, results);
    await using var small = verb == "load" ? await city.Copy() : null;
    await CityBench.Fill(city, matters, results);
    if (small is not null)
    {
        await CityBench.Fill(small, CityBench.SmallCity, results);
        await CityBench.Compare(small, city, matters, results);
        await CityLoad.Run(city, Number("--rate", 20), TimeSpan.FromMinutes(Number("--minutes", 3)), results);
        await CityLoad.Limit(city, plan, results);
    }
    results.Print();
    await results.Write();
    return 0;
}

if (Wanted("locate"))
{
    LocateBench.InProcess(plan, results);
    RulesBench.Run(results);
}
string[] databases = only is null ? ["sqlite", "postgres"] : [only];
if (part == "rolling") await RollingBench.Run(server, results);
if (part == "faults") await new FaultBench(results).Run(databases, Option("--fault"));
foreach (var database in databases)
{
    if (part == "memory") await MemoryBench.Run(database, server, TimeSpan.FromMinutes(Number("--minutes", plan.Quick ? 5 : 60)), results);
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
return results.AreHarmless ? 0 : 1;
