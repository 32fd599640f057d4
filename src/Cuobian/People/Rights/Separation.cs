using Cuobian.Kernel;
using Cuobian.People.Contracts;

namespace Cuobian.People.Rights;

/// <summary>
/// Keeps the administrators apart: who gives rights does nothing else with them, and who reads the ledger is nobody whose acts stand in it.
/// </summary>
internal static class Separation
{
    private static readonly string[][] Apart = [[PeoplePermissions.Manage, PeoplePermissions.Tokens], [PeoplePermissions.Audit]];

    /// <summary>May these permissions be in one hand?</summary>
    public static bool Allows(IReadOnlyCollection<string> permissions) =>
        !Apart.Any(part => permissions.Any(part.Contains) && !permissions.All(part.Contains));

    public static void Check(IReadOnlyCollection<string> permissions) => Refused.If(!Allows(permissions), "people.separation");
}
