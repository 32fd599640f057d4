using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cuobian.Data.Crypto;

namespace Cuobian.Notices.Letters;

/// <summary>Short signed links that work without signing in: the id of a row and a mark that only this house can make.</summary>
internal sealed class Tickets(ICryptoProvider crypto)
{
    public const string Unsubscribe = "notices-unsubscribe";
    public const string Confirm = "notices-confirm";
    private const int MarkBytes = 12;

    public string Make(string purpose, Guid id) => Base64Url.EncodeToString([.. id.ToByteArray(), .. Mark(purpose, id)]);

    /// <summary>The id, when the ticket is one of ours for this purpose.</summary>
    public Guid? Read(string purpose, string? ticket)
    {
        if (ticket is not { Length: > 0 and < 100 } || !Base64Url.IsValid(ticket)) return null;
        var bytes = Base64Url.DecodeFromChars(ticket);
        if (bytes.Length != 16 + MarkBytes) return null;
        var id = new Guid(bytes.AsSpan(0, 16));
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(16), Mark(purpose, id)) ? id : null;
    }

    private byte[] Mark(string purpose, Guid id) => SHA256.HashData(Encoding.UTF8.GetBytes(crypto.Index($"{id:N}", purpose)))[..MarkBytes];
}
