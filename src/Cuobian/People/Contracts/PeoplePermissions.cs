namespace Cuobian.People.Contracts;

/// <summary>What may be allowed to somebody in People.</summary>
public static class PeoplePermissions
{
    /// <summary>Open and close accounts, set passwords, give posts and add units.</summary>
    public const string Manage = "people.manage";

    /// <summary>Issue and revoke tokens for other accounts.</summary>
    public const string Tokens = "people.tokens";

    /// <summary>Read and check the ledger of acts.</summary>
    public const string Audit = "people.audit";

    /// <summary>Read the directory: units, their people, teams.</summary>
    public const string Read = "people.read";

    /// <summary>Keep units, estates and teams in order.</summary>
    public const string Organise = "people.organise";

    /// <summary>Decide requests for erasure, and see to it that what is old is let go.</summary>
    public const string Privacy = "people.privacy";

    public static readonly IReadOnlyList<string> All = [Manage, Tokens, Audit, Read, Organise, Privacy];
}
