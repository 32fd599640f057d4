using System.Buffers;

namespace Cuobian.Data.Files;

/// <summary>
/// Rewrites a JPEG with only what draws the picture: tables, frame, scans, the colour profile and the orientation.
/// Everything else, and whatever follows the end of the picture, is left behind.
/// </summary>
internal static class JpegCleaner
{
    private const byte Jfif = 0xE0, Exif = 0xE1, Icc = 0xE2, Adobe = 0xEE;
    private const byte Huffman = 0xC4, Quantization = 0xDB, Restart = 0xDD, Scan = 0xDA, End = 0xD9;

    public static Photo Clean(ReadOnlySpan<byte> file)
    {
        var reader = new PhotoReader(file);
        reader.Take(2);
        var output = new ArrayBufferWriter<byte>(file.Length);
        var (jfif, orientation, width, height, scans) = (Array.Empty<byte>(), 1, 0, 0, 0);
        for (var marker = Marker(ref reader); marker != End; marker = Marker(ref reader))
        {
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) throw Photo.Broken();
            var body = reader.Take(reader.UInt16() - 2);
            switch (marker)
            {
                case Jfif when body.Length >= 14 && body.StartsWith("JFIF\0"u8):
                    // The two last bytes are the size of a thumbnail that is not kept.
                    jfif = [.. body[..12], 0, 0];
                    break;
                case Exif when body.StartsWith("Exif\0\0"u8) && orientation == 1:
                    orientation = ExifOrientation.Read(body[6..]);
                    break;
                case Icc when body.StartsWith("ICC_PROFILE\0"u8):
                    Write(output, marker, body);
                    break;
                case Adobe when body.Length >= 12 && body.StartsWith("Adobe"u8):
                    Write(output, marker, body[..12]);
                    break;
                case 0xC0 or 0xC1 or 0xC2:
                    (width, height) = width == 0 ? Frame(body) : throw Photo.Broken();
                    Write(output, marker, body);
                    break;
                case Huffman or Quantization:
                    CheckTables(marker, body);
                    Write(output, marker, body);
                    break;
                case Restart:
                    Write(output, marker, body.Length == 2 ? body : throw Photo.Broken());
                    break;
                case Scan:
                    if (width == 0 || body.IsEmpty || body.Length != 4 + 2 * body[0]) throw Photo.Broken();
                    Write(output, marker, body);
                    output.Write(reader.Take(ScanLength(reader.Rest)));
                    scans++;
                    break;
                case > 0xC2 and < 0xD0:
                    // Lossless, hierarchical and arithmetic pictures: no browser shows them.
                    throw Photo.Broken();
            }
        }
        if (scans == 0) throw Photo.Broken();
        var content = Assemble(jfif, orientation, output.WrittenSpan);
        return orientation >= 5 ? new Photo(Photo.Jpeg, height, width, content) : new Photo(Photo.Jpeg, width, height, content);
    }

    private static byte Marker(ref PhotoReader reader)
    {
        if (reader.Byte() != 0xFF) throw Photo.Broken();
        byte marker;
        do marker = reader.Byte();
        while (marker == 0xFF);
        return marker;
    }

    private static (int Width, int Height) Frame(ReadOnlySpan<byte> body)
    {
        var reader = new PhotoReader(body);
        reader.Take(1);
        var (height, width, components) = (reader.UInt16(), reader.UInt16(), reader.Byte());
        if (components is not (1 or 3 or 4) || reader.Rest.Length != 3 * components) throw Photo.Broken();
        Photo.CheckSize(width, height);
        return (width, height);
    }

    /// <summary>Tables fill their segment exactly, so that nothing can ride along behind them.</summary>
    private static void CheckTables(byte marker, ReadOnlySpan<byte> body)
    {
        var reader = new PhotoReader(body);
        while (!reader.AtEnd)
        {
            var kind = reader.Byte();
            if (marker == Quantization)
            {
                reader.Take((kind >> 4) == 0 ? 64 : 128);
                continue;
            }
            var codes = 0;
            foreach (var count in reader.Take(16)) codes += count;
            reader.Take(codes);
        }
    }

    /// <summary>Where the picture data of a scan end: at a marker that is neither a stuffed byte nor a restart.</summary>
    private static int ScanLength(ReadOnlySpan<byte> data)
    {
        var at = 0;
        while (true)
        {
            var next = data[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= data.Length) throw Photo.Broken();
            at += next;
            if (data[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7))) return at;
            at += data[at + 1] == 0xFF ? 1 : 2;
        }
    }

    private static byte[] Assemble(byte[] jfif, int orientation, ReadOnlySpan<byte> picture)
    {
        var output = new ArrayBufferWriter<byte>(picture.Length + 64);
        output.Write<byte>([0xFF, 0xD8]);
        if (jfif.Length > 0) Write(output, Jfif, jfif);
        if (orientation != 1) Write(output, Exif, ExifOrientation.Segment(orientation));
        output.Write(picture);
        output.Write<byte>([0xFF, End]);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> output, byte marker, ReadOnlySpan<byte> body)
    {
        var length = body.Length + 2;
        output.Write<byte>([0xFF, marker, (byte)(length >> 8), (byte)length]);
        output.Write(body);
    }
}
