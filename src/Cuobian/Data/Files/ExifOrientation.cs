using System.Buffers.Binary;

namespace Cuobian.Data.Files;

/// <summary>The one harmless fact in EXIF: which side of the photo is up, from 1 (as stored) to 8.</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112, Short = 3, EntrySize = 12;

    /// <summary>Finds the orientation in a TIFF block; whatever cannot be read counts as 1.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        bool little;
        if (tiff.StartsWith("II*\0"u8)) little = true;
        else if (tiff.StartsWith("MM\0*"u8)) little = false;
        else return 1;

        if (tiff.Length < 8 || UInt32(tiff, 4, little) is var start && start > tiff.Length - 2) return 1;
        var entries = tiff[((int)start + 2)..];
        for (var left = UInt16(tiff, (int)start, little); left > 0 && entries.Length >= EntrySize; left--, entries = entries[EntrySize..])
            if (UInt16(entries, 0, little) == Tag && UInt16(entries, 2, little) == Short)
                return UInt16(entries, 8, little) is >= 1 and <= 8 and var value ? value : 1;
        return 1;
    }

    /// <summary>An EXIF segment that holds the orientation and nothing else.</summary>
    public static ReadOnlySpan<byte> Segment(int orientation) => (byte[])
    [
        .. "Exif\0\0"u8,
        .. "MM\0*"u8, 0, 0, 0, 8, // big-endian, the directory follows at once
        0, 1, // one entry
        0x01, 0x12, 0, Short, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0, // no further directory
    ];

    private static int UInt16(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
