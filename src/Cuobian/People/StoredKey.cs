using Cuobian.Data.Crypto;

namespace Cuobian.People;

/// <summary>One data-protection key, shared by all nodes through the database, sealed with the key ring that is not in it.</summary>
public sealed class StoredKey : IPersonal
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public string Xml { get; set; } = "";

    internal string? SealedXml { get; private set; }

    void IPersonal.Seal(Sealer sealer) => SealedXml = sealer.Seal("people_key.Xml", Id, Xml, SealedXml);

    void IPersonal.Open(Sealer sealer) => Xml = sealer.Open("people_key.Xml", Id, SealedXml) ?? "";
}
