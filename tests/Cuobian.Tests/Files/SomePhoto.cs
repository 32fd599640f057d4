namespace Cuobian.Tests.Files;

/// <summary>Small real photos that carry a place, names, comments, thumbnails and trailers; every secret in them says "Secret".</summary>
internal static class SomePhoto
{
    public static readonly string[] All = ["camera.jpg", "progressive.jpg", "large.jpg", "picture.png", "lossy.webp", "lossless.webp"];

    public static byte[] Named(string name)
    {
        using var file = typeof(SomePhoto).Assembly.GetManifestResourceStream($"Cuobian.Tests.Files.Photos.{name}")!;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
