using System.Buffers;
using System.Buffers.Binary;

namespace Cuobian.Data.Files;

/// <summary>Rewrites a PNG with only the chunks that draw the picture; text, time, EXIF and animation are left behind.</summary>
internal static class PngCleaner
{
    private const int SignatureLength = 8;

    public static Photo Clean(ReadOnlySpan<byte> file)
    {
        var reader = new PhotoReader(file);
        var output = new ArrayBufferWriter<byte>(file.Length);
        output.Write(reader.Take(SignatureLength));
        var (width, height) = Header(ref reader, output);
        for (var (data, ended) = (false, false); !ended;)
        {
            var start = reader.Position;
            var name = Chunk(ref reader, out var body);
            ended = name.SequenceEqual("IEND"u8);
            data |= name.SequenceEqual("IDAT"u8);
            if (ended && !data) throw Photo.Broken();
            if (IsPicture(name, body.Length)) output.Write(file[start..reader.Position]);
            // A capital first letter says: who does not know this cannot show the picture.
            else if (char.IsAsciiLetterUpper((char)name[0])) throw Photo.Broken();
        }
        return new Photo(Photo.Png, width, height, output.WrittenSpan.ToArray());
    }

    private static (int Width, int Height) Header(ref PhotoReader reader, ArrayBufferWriter<byte> output)
    {
        var whole = reader.Rest;
        var name = Chunk(ref reader, out var body);
        if (!name.SequenceEqual("IHDR"u8) || body.Length != 13) throw Photo.Broken();
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
        if (width > int.MaxValue || height > int.MaxValue) throw Photo.Broken();
        Photo.CheckSize((int)width, (int)height);
        if (!IsDepth(body[8], body[9]) || body[10] != 0 || body[11] != 0 || body[12] > 1) throw Photo.Broken();
        output.Write(whole[..(12 + body.Length)]);
        return ((int)width, (int)height);
    }

    private static bool IsDepth(byte depth, byte colour) => colour switch
    {
        0 => depth is 1 or 2 or 4 or 8 or 16,
        3 => depth is 1 or 2 or 4 or 8,
        2 or 4 or 6 => depth is 8 or 16,
        _ => false,
    };

    private static ReadOnlySpan<byte> Chunk(ref PhotoReader reader, out ReadOnlySpan<byte> body)
    {
        var length = reader.UInt32();
        var covered = reader.Rest;
        var name = reader.Take(4);
        body = reader.Take(length);
        if (reader.UInt32() != Crc32.Of(covered[..(4 + body.Length)])) throw Photo.Broken();
        return name;
    }

    /// <summary>Is it a chunk of the picture itself? One of a wrong length is not, and could hide something.</summary>
    private static bool IsPicture(ReadOnlySpan<byte> name, int length) =>
        name.SequenceEqual("IDAT"u8) || name.SequenceEqual("iCCP"u8)
        || (name.SequenceEqual("IEND"u8) && length == 0)
        || (name.SequenceEqual("PLTE"u8) && length is > 0 and <= 768 && length % 3 == 0)
        || (name.SequenceEqual("tRNS"u8) && length is > 0 and <= 256)
        || (name.SequenceEqual("gAMA"u8) && length == 4)
        || (name.SequenceEqual("cHRM"u8) && length == 32)
        || (name.SequenceEqual("sRGB"u8) && length == 1);
}
