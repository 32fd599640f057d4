using System.CommandLine;

namespace Cuobian.Kernel;

/// <summary>A module's index: what it registers, serves, seeds and offers on the command line.</summary>
public interface IModule
{
    /// <summary>Every permission the module knows; each is declared in exactly one module.</summary>
    IReadOnlyList<string> Permissions { get; }

    void Services(IServiceCollection services);

    /// <summary>Routes below <c>/api/v1</c>.</summary>
    void Api(IEndpointRouteBuilder api);

    /// <summary>Routes outside the API: what pages need beside themselves, such as photos, and addresses that a protocol prescribes.</summary>
    void Routes(IEndpointRouteBuilder routes) { }

    /// <summary>Writes the module's own reference data into a freshly migrated database; running it again changes nothing.</summary>
    Task Seed(IServiceProvider scope, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Loads what must be in memory before the node is ready.</summary>
    Task Warm(IServiceProvider scope, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Verbs of <c>./cuobian</c>; <paramref name="host"/> opens a migrated, warmed host for the verb to work in.</summary>
    IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) => [];
}
