using System.Buffers.Binary;

namespace Cuobian.Data.Files;

/// <summary>Reads a photo from front to back; a length that reaches beyond the end is a broken photo.</summary>
internal ref struct PhotoReader(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> file = file;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position == file.Length;

    public readonly ReadOnlySpan<byte> Rest => file[Position..];

    public ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > file.Length - Position) throw Photo.Broken();
        var taken = file.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public uint UInt32Little() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
}
