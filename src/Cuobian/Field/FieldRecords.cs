using Cuobian.People.Contracts;

namespace Cuobian.Field;

/// <summary>What Field keeps about people: visits. They belong to no account and open only for their writer, so nobody's copy holds one; each goes on the day agreed.</summary>
internal sealed class FieldRecords : IPersonalRecords
{
    private static readonly IReadOnlyList<PersonalKind> Register = PersonalKind.Read("Cuobian.Field.Seed.personal.json");

    public IReadOnlyList<PersonalKind> Kinds => Register;

    public Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> Copy(Owner owner, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<object>>>(new Dictionary<string, IReadOnlyList<object>>());

    public Task<IReadOnlyList<ErasedLine>> Erase(Owner owner, bool granted, CancellationToken ct) => Task.FromResult<IReadOnlyList<ErasedLine>>([]);
}
