using System.Buffers;
using System.Buffers.Binary;

namespace Cuobian.Data.Files;

/// <summary>Rewrites a WebP with only the picture, its transparency and its colour profile; EXIF, XMP and unknown chunks are left behind.</summary>
internal static class WebpCleaner
{
    private const byte HasProfile = 0x20, HasAlpha = 0x10;

    public static Photo Clean(ReadOnlySpan<byte> file)
    {
        var outer = new PhotoReader(file);
        outer.Take(4);
        var reader = new PhotoReader(outer.Take(outer.UInt32Little()));
        reader.Take(4);

        ReadOnlySpan<byte> canvas = [], profile = [], alpha = [], picture = [];
        var lossless = false;
        while (!reader.AtEnd)
        {
            var name = reader.Take(4);
            var body = Body(ref reader);
            if (name.SequenceEqual("VP8X"u8))
            {
                if (body.Length != 10 || !canvas.IsEmpty || !picture.IsEmpty) throw Photo.Broken();
                canvas = body;
            }
            else if (name.SequenceEqual("ICCP"u8)) profile = body;
            else if (name.SequenceEqual("ALPH"u8)) alpha = body;
            else if (name.SequenceEqual("ANIM"u8) || name.SequenceEqual("ANMF"u8)) throw Photo.Animated();
            else if (name.SequenceEqual("VP8 "u8) || name.SequenceEqual("VP8L"u8))
            {
                if (!picture.IsEmpty) throw Photo.Broken();
                picture = body;
                lossless = name[3] == 'L';
            }
        }

        var (width, height) = lossless ? LosslessSize(picture) : LossySize(picture);
        if (!canvas.IsEmpty && Canvas(canvas) != (width, height)) throw Photo.Broken();
        Photo.CheckSize(width, height);
        return new Photo(Photo.Webp, width, height, Assemble(canvas, profile, alpha, picture, lossless));
    }

    private static ReadOnlySpan<byte> Body(scoped ref PhotoReader reader)
    {
        var body = reader.Take(reader.UInt32Little());
        if (body.Length % 2 == 1 && !reader.AtEnd) reader.Take(1);
        return body;
    }

    private static (int Width, int Height) LossySize(ReadOnlySpan<byte> picture)
    {
        // A key frame: three bytes of frame tag, the start code, then two sizes of 14 bits.
        if (picture.Length < 10 || (picture[0] & 1) != 0 || !picture[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])) throw Photo.Broken();
        return (BinaryPrimitives.ReadUInt16LittleEndian(picture[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(picture[8..]) & 0x3FFF);
    }

    private static (int Width, int Height) LosslessSize(ReadOnlySpan<byte> picture)
    {
        if (picture.Length < 5 || picture[0] != 0x2F) throw Photo.Broken();
        var sizes = BinaryPrimitives.ReadUInt32LittleEndian(picture[1..]);
        return ((int)(sizes & 0x3FFF) + 1, (int)((sizes >> 14) & 0x3FFF) + 1);
    }

    private static (int Width, int Height) Canvas(ReadOnlySpan<byte> canvas) => (Int24(canvas[4..]) + 1, Int24(canvas[7..]) + 1);

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static byte[] Assemble(
        ReadOnlySpan<byte> canvas, ReadOnlySpan<byte> profile, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> picture, bool lossless)
    {
        var output = new ArrayBufferWriter<byte>(picture.Length + profile.Length + alpha.Length + 64);
        output.Write("RIFF\0\0\0\0WEBP"u8);
        if (!canvas.IsEmpty)
        {
            var flags = (byte)((canvas[0] & HasAlpha) | (profile.IsEmpty ? 0 : HasProfile));
            Write(output, "VP8X"u8, [flags, 0, 0, 0, .. canvas[4..]]);
        }
        if (!canvas.IsEmpty && !profile.IsEmpty) Write(output, "ICCP"u8, profile);
        if (!canvas.IsEmpty && !alpha.IsEmpty && !lossless) Write(output, "ALPH"u8, alpha);
        Write(output, lossless ? "VP8L"u8 : "VP8 "u8, picture);
        var content = output.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), content.Length - 8);
        return content;
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        output.Write(name);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), body.Length);
        output.Advance(4);
        output.Write(body);
        if (body.Length % 2 == 1) output.Write<byte>([0]);
    }
}
