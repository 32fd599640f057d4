using Cuobian.Kernel;

namespace Cuobian.Data.Files;

/// <summary>A photo without metadata: its type, its size as a person sees it, and its bytes.</summary>
internal sealed record Photo(string Type, int Width, int Height, byte[] Content)
{
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";
    public const string Webp = "image/webp";
    public const int MostMegapixels = 40;

    public static Invalid Unknown() => Unusable("file_type");

    public static Invalid Broken() => Unusable("file_broken");

    public static Invalid Animated() => Unusable("file_animated");

    public static Invalid TooLarge(int mostMegabytes) => Unusable("file_too_large", mostMegabytes);

    public static Invalid Missing() => Unusable("file_required");

    /// <summary>Believes the header about the size, and refuses what would fill the memory of whoever opens it.</summary>
    public static void CheckSize(int width, int height)
    {
        if (width <= 0 || height <= 0) throw Broken();
        if ((long)width * height > MostMegapixels * 1_000_000L) throw Unusable("file_too_many_pixels", MostMegapixels);
    }

    private static Invalid Unusable(string code, params object[] details) => new([new Fault("file", code, details)]);
}
