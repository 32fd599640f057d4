using System.CommandLine;
using System.Globalization;
using Cuobian.Places;
using Cuobian.Places.Contracts;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cuobian.Tests.Places;

/// <summary>The command line takes files, says what happened, and fails with a number that scripts understand.</summary>
public sealed class PlacesVerbsTests
{
    [Fact]
    public async Task Files_are_imported_and_points_located_from_the_command_line()
    {
        await using var app = await CuobianApp.Start();
        using var folder = new Folder();
        Assert.Equal((0, "6 added, 0 renamed, 0 ended, 0 unchanged. In the file: province 1, city 1, county 1, township 1, community 2."),
            await Run(app, "import", "areas", folder.With("areas.csv", Town.Areas)));
        Assert.Equal((0, "Dry run, nothing was changed: 2 added, 0 redrawn, 0 unchanged, 0 to look at."),
            await Run(app, "import", "grids", folder.With("grids.json", Town.TwoGrids), "--dry-run"));
        Assert.Equal((0, "2 added, 0 redrawn, 0 unchanged, 0 to look at."), await Run(app, "import", "grids", folder.With("grids.json", Town.TwoGrids)));
        Assert.Equal((0, "1 added, 0 redrawn, 0 unchanged, 0 to look at."),
            await Run(app, "import", "outlines", folder.With("outlines.json", Town.Collection(Town.Feature(Town.One, Town.Polygon(Town.Box(0, 0, 4, 2)))))));
        Assert.Equal((0, "1 added, 0 changed, 0 unchanged."),
            await Run(app, "import", "buildings", folder.With("buildings.csv", $"code,name,lat,lon\n{Town.One}B00001,一号楼,24.5,117.6")));
        Assert.Equal((0, $"{Town.One}001 福建省 › 厝边市 › 桥头区 › 西市场 › 井边社区 › 井边一网格"), await Run(app, "locate", "24.501", "117.601"));
    }

    [Fact]
    public async Task What_cannot_be_done_ends_with_a_failure()
    {
        await using var app = await CuobianApp.Start();
        using var folder = new Folder();
        Assert.Equal(1, (await Run(app, "import", "areas", folder.With("areas.csv", "code,name,level,parent\n35,,province,"))).Code);
        Assert.Equal(1, (await Run(app, "import", "areas", "missing.csv")).Code);
        Assert.Equal(1, (await Run(app, "import", "grids", folder.With("grids.json", "{"))).Code);
        Assert.Equal(1, (await Run(app, "locate", "24.5", "117.6")).Code);
        Assert.Equal(1, (await Run(app, "locate", "north", "117.6")).Code);
        Assert.Equal(1, (await Run(app, "locate", "24.5", "117.6", "--crs", "bd09")).Code);
        Assert.Empty(app.Services.GetRequiredService<IPlaces>().Below(""));
    }

    private static async Task<(int Code, string Said)> Run(CuobianApp app, params string[] args)
    {
        var culture = CultureInfo.CurrentUICulture;
        var root = new RootCommand();
        foreach (var verb in new PlacesModule().Verbs(_ => Task.FromResult<IHost>(new Borrowed(app.Services)))) root.Subcommands.Add(verb);
        using var output = new StringWriter();
        using var error = new StringWriter();
        try
        {
            var code = await root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
            return (code, output.ToString().Trim());
        }
        finally
        {
            CultureInfo.CurrentUICulture = culture;
        }
    }

    /// <summary>The test's host lent to a verb, which closes what it was given.</summary>
    private sealed class Borrowed(IServiceProvider services) : IHost
    {
        public IServiceProvider Services => services;

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void Dispose() { }
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cuobian-verbs-");

        public string With(string name, string text)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
