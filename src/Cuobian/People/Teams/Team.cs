using Cuobian.Data.Crypto;

namespace Cuobian.People.Teams;

/// <summary>A team of a kind in an area, from one day to another.</summary>
public sealed class Team
{
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required string Area { get; init; }

    /// <summary>Tells it from others of its kind in the area, such as two lanes of one grid.</summary>
    public required string Name { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>The first day it no longer exists.</summary>
    public DateOnly? ValidTo { get; set; }
}

/// <summary>Somebody in a role of a team from one day to another: with an account, or by name alone.</summary>
public sealed class TeamMember : IPersonal
{
    public required Guid Id { get; init; }

    public required Guid Team { get; init; }

    public required string Role { get; init; }

    /// <summary>Stands in for those who hold the role.</summary>
    public required bool Deputy { get; init; }

    public Guid? Account { get; init; }

    /// <summary>Null when the account tells it.</summary>
    public string? Name { get; set; }

    public string? OfficePhone { get; set; }

    /// <summary>Name and phone as they are stored.</summary>
    internal string? SealedName { get; private set; }

    internal string? SealedOfficePhone { get; private set; }

    public required DateOnly From { get; init; }

    /// <summary>The first day after the term.</summary>
    public DateOnly? To { get; set; }

    public bool HeldOn(DateOnly day) => From <= day && (To is null || day < To);

    void IPersonal.Seal(Sealer sealer)
    {
        SealedName = sealer.Seal("people_team_member.Name", Id, Name, SealedName);
        SealedOfficePhone = sealer.Seal("people_team_member.OfficePhone", Id, OfficePhone, SealedOfficePhone);
    }

    void IPersonal.Open(Sealer sealer)
    {
        Name = sealer.Open("people_team_member.Name", Id, SealedName);
        OfficePhone = sealer.Open("people_team_member.OfficePhone", Id, SealedOfficePhone);
    }
}
