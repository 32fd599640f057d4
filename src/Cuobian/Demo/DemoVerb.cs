using System.CommandLine;

namespace Cuobian.Demo;

/// <summary>The verb <c>demo</c>: a town to look at.</summary>
internal static class DemoVerb
{
    /// <param name="open">Opens a migrated, warmed host whose clock is the given one.</param>
    public static Command Make(Func<ParseResult, DemoClock, Task<IHost>> open)
    {
        var seed = new Option<int>("--seed") { Description = "The same seed builds the same town.", DefaultValueFactory = _ => 3599, HelpName = "N" };
        var matters = new Option<int>("--matters") { Description = "How many matters the town remembers from the last sixty days.", DefaultValueFactory = _ => 300, HelpName = "N" };
        var demo = new Command("demo", "Build the fictional demo town in an empty database: about 500 grids, 198 units, an account for each role, 300 matters. Does nothing when it stands already.") { seed, matters };
        demo.SetAction(async (parsed, ct) =>
        {
            var clock = new DemoClock();
            using var host = await open(parsed, clock);
            var town = new DemoTown(host.Services, clock);
            if (await town.Build(parsed.GetValue(seed), parsed.GetValue(matters), Console.WriteLine, ct)) Console.WriteLine("The demo town stands.");
            Console.WriteLine($"Demo sign-ins, password {DemoStaff.Password}:");
            foreach (var door in DemoStaff.Doors) Console.WriteLine($"  {door.Login,-10} {door.Role,-22} {door.Name}");
        });
        return demo;
    }
}
