using Cuobian.Data.Crypto;

namespace Cuobian.Matters;

/// <summary>The address line names homes, so it is sealed where it is stored.</summary>
public sealed partial class Matter : IPersonal
{
    private const string AddressColumn = "matters_matter.Address";

    public string? Address { get; private set; }

    internal string? SealedAddress { get; private set; }

    /// <summary>Opens what a list has read without the whole matter.</summary>
    internal static string? OpenAddress(Sealer sealer, Guid id, string? text) => sealer.Open(AddressColumn, id, text);

    void IPersonal.Seal(Sealer sealer) => SealedAddress = sealer.Seal(AddressColumn, Id, Address, SealedAddress);

    void IPersonal.Open(Sealer sealer) => Address = sealer.Open(AddressColumn, Id, SealedAddress);
}
