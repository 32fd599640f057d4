using System.Globalization;
using Cuobian.Places.Contracts;

namespace Cuobian.People.Teams;

/// <summary>A kind of team as data: where it stands and which roles it has.</summary>
public sealed class TeamKind
{
    public required string Code { get; init; }

    public required string Zh { get; init; }

    public required string En { get; init; }

    /// <summary>The levels of area that have such teams.</summary>
    public required List<AreaLevel> Levels { get; init; }

    /// <summary>Comes when an urgent matter calls.</summary>
    public bool OnCall { get; init; }

    public required List<TeamRole> Roles { get; init; }

    public string Name => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? Zh : En;

    public TeamRole? Role(string? code) => Roles.FirstOrDefault(r => r.Code == code);
}

/// <summary>A role of a kind of team: how few and how many hold it, for how long, whether it wants a deputy, and whether residents see its phone.</summary>
public sealed record TeamRole(string Code, string Zh, string En, int Min, int? Max = null, int? TermMonths = null, bool Deputy = false, bool Public = true)
{
    public string Name => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? Zh : En;
}
