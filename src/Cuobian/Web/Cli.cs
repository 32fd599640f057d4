using System.CommandLine;
using Cuobian.Data;
using Cuobian.Data.Backup;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Web;

/// <summary>The verbs every installation has, and how a verb finds its data.</summary>
internal static class Cli
{
    public static readonly Option<string?> DataFolder = new("--data")
    {
        Description = "Folder of the database file, photos and keys (default ./data, or CUOBIAN_DATA). CUOBIAN_DATABASE names a PostgreSQL database instead of the file.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Where a published program finds its static files: beside itself, wherever it was started from.</summary>
    public static string? ContentRoot { get; } =
        Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;

    public static Command Serve(Func<WebApplication> build)
    {
        var serve = new Command("serve", "Serve the pages and the API. Options of ASP.NET Core work too, e.g. --urls http://0.0.0.0:5080.") { TreatUnmatchedTokensAsErrors = false };
        serve.SetAction((_, ct) => Run(build(), ct));
        return serve;
    }

    public static Command Migrate(Func<ParseResult, Task<IHost>> open)
    {
        var migrate = new Command("migrate", "Create or update the database and its reference data, then stop.");
        migrate.SetAction(async (parsed, _) =>
        {
            using var host = await open(parsed);
            Console.WriteLine($"The database is up to date: {host.Services.GetRequiredService<DatabaseSettings>().Where}");
        });
        return migrate;
    }

    /// <summary>Adds a module's verb; verbs of one name, such as <c>import</c>, are one verb with the children of all.</summary>
    public static void Add(RootCommand root, Command verb)
    {
        if (root.Subcommands.FirstOrDefault(known => known.Name == verb.Name) is not { } same) root.Subcommands.Add(verb);
        else foreach (var child in verb.Subcommands) same.Subcommands.Add(child);
    }

    /// <summary>The arguments that matter to a verb, as the host reads them.</summary>
    public static string[] Settings(ParseResult parsed) =>
        parsed.GetValue(DataFolder) is { } folder ? ["--data", folder] : [];

    /// <summary>The settings as the host reads them, for a verb that must not open the database.</summary>
    public static IConfiguration Configuration(ParseResult parsed) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = Settings(parsed), ContentRootPath = ContentRoot }).Configuration;

    /// <summary>Serves until told to stop; what commonly goes wrong ends in one sentence instead of a stack trace.</summary>
    public static async Task<int> Run(WebApplication app, CancellationToken ct)
    {
        try
        {
            await using (app)
            {
                // Else the first caller waits for it; one core is free while the database is read.
                var routes = Task.Run(app.BuildRoutes, ct);
                await app.StartAsync(ct);
                await routes;
                await app.WaitForShutdownAsync(ct);
            }
            return 0;
        }
        catch (Exception failure) when (Sentence(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>Runs a verb and turns its refusals into a sentence and exit code 1.</summary>
    public static async Task<int> Invoke(RootCommand root, string[] args)
    {
        // Without this a misspelt verb would serve.
        if (args is [var verb, ..] && !verb.StartsWith('-') && root.Subcommands.All(known => known.Name != verb))
        {
            await Console.Error.WriteLineAsync($"There is no verb '{verb}'. See --help.");
            return 1;
        }
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // The host knows how long requests under way may take; the command line must not end it before.
                ProcessTerminationTimeout = TimeSpan.FromMinutes(5),
            });
        }
        catch (Exception failure) when (Sentence(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static string? Sentence(Exception failure) => failure switch
    {
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{failure.Message} Choose another with --urls http://127.0.0.1:PORT.",
        UnauthorizedAccessException or DirectoryNotFoundException => $"The data folder cannot be written: {failure.Message} Choose another with --data DIR.",
        SqliteException { SqliteErrorCode: 8 or 14 } => "The data folder cannot be written. Choose another with --data DIR.",
        DbUpdateException { InnerException: { } inner } => Sentence(inner),
        Npgsql.NpgsqlException => $"The PostgreSQL database cannot be used: {failure.Message} Check CUOBIAN_DATABASE.",
        Refused or Invalid or KeyTrouble or BackupTrouble => failure.Message,
        _ => null,
    };
}
