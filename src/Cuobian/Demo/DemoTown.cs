using System.Text.Json;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.Places;
using Cuobian.Places.Contracts;

namespace Cuobian.Demo;

/// <summary>Builds the demo town through the same use cases that a city would use: areas, grids, units, people, and a story of matters.</summary>
internal sealed class DemoTown(IServiceProvider services, DemoClock clock)
{
    /// <summary>Does nothing when the town stands already.</summary>
    public async Task<bool> Build(int seed, int matters, Action<string> tell, CancellationToken ct)
    {
        if (services.GetRequiredService<IPlaces>().Find("3599") is not null) return false;

        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var today = clock.GetUtcNow();
        var map = new TownMap(seed);
        clock.MoveTo(today.AddDays(-TownStory.Days - 1));
        tell("areas and grids");
        await As<ImportAreas>(scopes, (import, stream) => import.Run(stream, new ImportAreas.Form(), ct), Embedded("areas.csv"));
        await As<ImportOutlines>(scopes, (import, stream) => import.Run(stream, new ImportOutlines.Form(), ct), new MemoryStream(map.Outlines()));
        await As<ImportGrids>(scopes, (import, stream) => import.Run(stream, new ImportGrids.Form(), null, ct), new MemoryStream(map.Grids()));
        tell("units and people");
        await As<AddUnits>(scopes, (add, _) => add.Run(new AddUnits.Form(SeedData.DemoUnits(), DateOnly.FromDateTime(clock.GetUtcNow().Date)), ct), Stream.Null);
        var staff = new DemoStaff(scopes);
        await staff.Open(ct);
        await new DemoOrganisation(scopes, seed).Build(DateOnly.FromDateTime(clock.GetUtcNow().Date), ct);
        var story = new TownStory(scopes, services.GetRequiredService<WorkQueue>(), clock, staff, seed, ct);
        await story.Tell(matters, today, tell);
        clock.MoveTo(today);
        tell("patrols");
        await new DemoPatrols(scopes, staff, seed).Build(today, ct);
        return true;
    }

    public static IReadOnlyList<DemoReport> Reports()
    {
        using var stream = Embedded("reports.json");
        return JsonSerializer.Deserialize<List<DemoReport>>(stream, JsonSerializerOptions.Web)!;
    }

    private static async Task As<TUseCase>(IServiceScopeFactory scopes, Func<TUseCase, Stream, Task> work, Stream input) where TUseCase : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        await using (input) await work(scope.ServiceProvider.GetRequiredService<TUseCase>(), input);
    }

    private static Stream Embedded(string file) =>
        typeof(DemoTown).Assembly.GetManifestResourceStream($"Cuobian.Demo.Seed.{file}") ?? throw new InvalidOperationException($"{file} is not embedded.");
}

/// <summary>Words of a resident and the category a person gave them.</summary>
internal sealed record DemoReport(string Text, string Category);
