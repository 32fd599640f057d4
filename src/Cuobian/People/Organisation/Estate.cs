using Cuobian.Kernel;

namespace Cuobian.People.Organisation;

/// <summary>What happened to an estate on the way to its party branch.</summary>
public enum EstateStep { Added, Changed, Assigned, Covered, Lost, Ended }

/// <summary>Who does something to an estate, and when.</summary>
public sealed record EstateAct(DateTimeOffset At, Guid? By);

/// <summary>A residential estate of a community: it has its party branch, or somebody is to close the gap by a day.</summary>
public sealed class Estate : Aggregate
{
    private Estate() { }

    public string Community { get; private init; } = "";

    public string Name { get; private set; } = "";

    public int? Households { get; private set; }

    public DateOnly ValidFrom { get; private init; }

    /// <summary>The first day it no longer exists.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Code of the unit that is its branch; null is a gap.</summary>
    public string? Branch { get; private set; }

    /// <summary>Who is to close the gap.</summary>
    public Guid? Owner { get; private set; }

    public DateOnly? Due { get; private set; }

    public List<EstateEntry> Entries { get; private init; } = [];

    public static Estate Add(string community, string name, int? households, DateOnly from, EstateAct act)
    {
        var estate = new Estate { Id = Guid.CreateVersion7(act.At), Community = community, Name = name.Trim(), Households = households, ValidFrom = from };
        estate.Write(EstateStep.Added, act, null);
        return estate;
    }

    public bool IsGap => Branch is null && ValidTo is null;

    public bool IsLateOn(DateOnly day) => IsGap && Due < day;

    public void Change(string name, int? households, EstateAct act)
    {
        MustExist();
        if ((Name, Households) == (name.Trim(), households)) return;
        var was = Name;
        (Name, Households) = (name.Trim(), households);
        Write(EstateStep.Changed, act, was == Name ? null : was);
    }

    public void Assign(Guid owner, DateOnly due, string? words, EstateAct act)
    {
        MustExist();
        Refused.If(Branch is not null, "people.estate_covered", Name);
        (Owner, Due) = (owner, due);
        Write(EstateStep.Assigned, act, words);
    }

    /// <summary>Ticks the gap off; the words and photos are the evidence.</summary>
    public void Cover(string branch, string? words, IReadOnlyList<Guid> photos, EstateAct act)
    {
        MustExist();
        Refused.If(Branch is not null, "people.estate_covered", Name);
        Branch = branch;
        Write(EstateStep.Covered, act, words, photos);
        (Owner, Due) = (null, null);
    }

    /// <summary>The branch was closed: the gap is open again.</summary>
    public void Lose(string? words, EstateAct act)
    {
        Write(EstateStep.Lost, act, words);
        Branch = null;
    }

    public void End(DateOnly on, EstateAct act)
    {
        MustExist();
        ValidTo = on;
        Write(EstateStep.Ended, act, null);
    }

    private void MustExist() => Refused.If(ValidTo is not null, "people.estate_ended", Name);

    private void Write(EstateStep step, EstateAct act, string? words, IReadOnlyList<Guid>? photos = null) => Entries.Add(new EstateEntry
    {
        Id = Guid.CreateVersion7(act.At),
        Estate = Id,
        Seq = Entries.Count == 0 ? 1 : Entries.Max(e => e.Seq) + 1,
        At = act.At,
        By = act.By,
        Step = step,
        Words = string.IsNullOrWhiteSpace(words) ? null : words.Trim(),
        Branch = Branch,
        Owner = Owner,
        Due = Due,
        Photos = [.. photos ?? []],
    });
}

/// <summary>One unchangeable line of an estate's history.</summary>
public sealed class EstateEntry
{
    public required Guid Id { get; init; }

    public required Guid Estate { get; init; }

    public required int Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public required EstateStep Step { get; init; }

    public string? Words { get; init; }

    public string? Branch { get; init; }

    public Guid? Owner { get; init; }

    public DateOnly? Due { get; init; }

    public required List<Guid> Photos { get; init; }
}
