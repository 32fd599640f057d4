using System.Globalization;
using Cuobian.Bench;

const string Usage = """
    usage: ./bench [--quick] [--only sqlite|postgres] [--part NAME]
           ./bench --part faults [--fault "a slow disk"]
           ./bench --part memory [--minutes 60]
           ./bench city [--matters 1000000] [--only sqlite]
           ./bench load [--matters 1000000] [--rate 20] [--minutes 3]
      Runs every part on the databases it is for, with durable settings, in about an hour; prints a Markdown table
      and writes artifacts/bench.json. --quick: all of it in short rounds and small towns, to see that it works.
      intake    reports from 1, 8 and 32 clients beside the raw limit of the database; start-up and memory
      load      a city of a million matters beside one of 10,000: what people read in both; then people come at a rate (a second)
                and work: bursty and skewed as real arrivals are; last the intake beside the raw limit of the database
      faults    servers are killed, disks filled, clocks moved and more, and acknowledged reports are counted
      rolling   three servers behind a proxy are replaced one after the other, and failed requests are counted
      memory    reports, work and pages for a while: what the process holds
      clocks    10,000 of a million open clocks ran out: how long until all are noted and all are told
      lists     lists of 50 among 100,000 matters
      locate    point to grid over 34,000 polygons, in process and over HTTP; 500 routing rules
      city      only when named: builds the city of load (34,000 grids, 80,000 people) and checks a sample of it
    """;

string? Option(string name) => args.SkipWhile(a => a != name).ElementAtOrDefault(1);
int? Number(string name) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

string? only = Option("--only"), named = args.FirstOrDefault() is "city" or "load" ? args[0] : Option("--part");
var plan = new Plan(Quick: args.Contains("--quick"));
var results = new Results();
var server = Environment.GetEnvironmentVariable("CUOBIAN_BENCH_POSTGRES");
string[] both = ["sqlite", "postgres"], postgres = ["postgres"];
(string Name, string[] On, Func<string, Task> Run)[] parts =
[
    ("intake", both, Intake), ("load", postgres, CityAtWork),
    ("faults", both, database => new FaultBench(results).Run([database], Option("--fault"))),
    ("rolling", postgres, _ => RollingBench.Run(server, results)),
    ("memory", postgres, database => MemoryBench.Run(database, server, Number("--minutes") is { } minutes ? TimeSpan.FromMinutes(minutes) : plan.Memory, results)),
    ("clocks", postgres, Clocks), ("lists", both, Lists), ("locate", both, Locate),
    ("city", [], async database => await (await City(database)).DisposeAsync()),
];

string[] options = ["--only", "--part", "--matters", "--rate", "--minutes", "--fault"];
var unknown = args.Except(["--quick", "city", "load", .. options, .. options.Select(o => Option(o) ?? "")]).Any();
var help = args.Contains("--help") || args.Contains("-h");
if (help || unknown || only is not (null or "sqlite" or "postgres") || (named is not null && !parts.Any(p => p.Name == named)))
{
    Console.WriteLine(Usage);
    return help ? 0 : 1;
}
if (string.IsNullOrEmpty(server) && only != "sqlite")
{
    Console.Error.WriteLine("CUOBIAN_BENCH_POSTGRES names no PostgreSQL server; ./bench starts one.");
    return 1;
}
foreach (var part in parts.Where(p => named is null || p.Name == named))
    foreach (var database in Databases(part.On)) await part.Run(database);
results.Print();
await results.Write();
return results.AreHarmless ? 0 : 1;

// A part that is named runs where it is wanted; all of them run each where it belongs.
IEnumerable<string> Databases(string[] on) =>
    named is null ? on.Where(database => only is null || database == only) : only is not null ? [only] : on.Length == 0 ? postgres : on;

async Task Locate(string database)
{
    if (database == Databases(both).First())
    {
        LocateBench.InProcess(plan, results);
        RulesBench.Run(results);
    }
    await using var node = await Node.Open(database, server);
    await LocateBench.OverHttp(node, plan, results);
    await StartBench.Run(node, $"{LocateBench.Polygons:N0} polygons", results);
}

async Task Intake(string database)
{
    await using var node = await Node.Open(database, server);
    await StartBench.Run(node, "demo town", results);
    await IntakeBench.Run(node, plan, results);
}

async Task Lists(string database)
{
    await using var node = await Node.Open(database, server);
    await ManyMatters.Load(node, plan.Matters);
    await StartBench.Run(node, $"{plan.Matters:N0} matters", results);
    await QueueBench.Run(node, plan, results);
}

async Task Clocks(string database)
{
    await using var node = await Node.Open(database, server);
    await ClockBench.Run(node, plan, results);
}

async Task<Node> City(string database)
{
    var city = await CityBench.Lay(database, server, results);
    await CityBench.Fill(city, Number("--matters") ?? plan.CityMatters, results);
    return city;
}

async Task CityAtWork(string database)
{
    var matters = Number("--matters") ?? plan.CityMatters;
    await using var city = await CityBench.Lay(database, server, results);
    await using var small = await city.Copy();
    await CityBench.Fill(city, matters, results);
    await CityBench.Fill(small, CityBench.SmallCity, results);
    await CityBench.Compare(small, city, matters, results);
    await CityLoad.Run(city, Number("--rate") ?? 20, Number("--minutes") is { } minutes ? TimeSpan.FromMinutes(minutes) : plan.CityDay, results);
    await CityLoad.Limit(city, plan, results);
}
