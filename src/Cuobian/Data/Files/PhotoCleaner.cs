namespace Cuobian.Data.Files;

/// <summary>Tells a photo by its content and removes everything that is not picture: where, when, with what and by whom it was taken.</summary>
internal static class PhotoCleaner
{
    public static Photo Clean(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => JpegCleaner.Clean(file),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngCleaner.Clean(file),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebpCleaner.Clean(file),
        _ => throw Photo.Unknown(),
    };
}
