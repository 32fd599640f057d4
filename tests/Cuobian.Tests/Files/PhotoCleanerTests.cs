using System.Buffers.Binary;
using System.Text;
using Cuobian.Data.Files;
using Cuobian.Kernel;

namespace Cuobian.Tests.Files;

/// <summary>Cleaning keeps the picture and nothing but the picture.</summary>
public sealed class PhotoCleanerTests
{
    private static readonly string[] Traces = ["Secret", "GPS", "xmpmeta", "xpacket", "Photoshop", "tEXt", "iTXt", "eXIf", "EXIF", "XMP ", "II*\0"];

    public static TheoryData<string> Photos => [.. SomePhoto.All];

    [Theory]
    [MemberData(nameof(Photos))]
    public void Nothing_secret_stays(string name)
    {
        var before = Latin(SomePhoto.Named(name));
        Assert.Contains("Secret", before, StringComparison.Ordinal);
        var after = Latin(PhotoCleaner.Clean(SomePhoto.Named(name)).Content);
        Assert.All(Traces, trace => Assert.DoesNotContain(trace, after, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("camera.jpg", "image/jpeg", 48, 64)] // stored lying, shown upright
    [InlineData("progressive.jpg", "image/jpeg", 64, 48)]
    [InlineData("large.jpg", "image/jpeg", 600, 800)]
    [InlineData("picture.png", "image/png", 64, 48)]
    [InlineData("lossy.webp", "image/webp", 64, 48)]
    [InlineData("lossless.webp", "image/webp", 64, 48)]
    public void Type_and_size_come_from_the_content(string name, string type, int width, int height)
    {
        var photo = PhotoCleaner.Clean(SomePhoto.Named(name));
        Assert.Equal((type, width, height), (photo.Type, photo.Width, photo.Height));
    }

    [Theory]
    [MemberData(nameof(Photos))]
    public void A_clean_photo_stays_as_it_is(string name)
    {
        var clean = PhotoCleaner.Clean(SomePhoto.Named(name)).Content;
        Assert.Equal(clean, PhotoCleaner.Clean(clean).Content);
    }

    [Theory]
    [InlineData("camera.jpg")]
    [InlineData("picture.png")]
    [InlineData("lossy.webp")]
    [InlineData("lossless.webp")]
    public void The_colour_profile_stays(string name)
    {
        var file = SomePhoto.Named(name);
        var clean = Latin(PhotoCleaner.Clean(file).Content);
        Assert.Contains(name.EndsWith("png", StringComparison.Ordinal) ? "iCCP" : "acsp", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void The_orientation_is_all_that_stays_of_EXIF()
    {
        var clean = PhotoCleaner.Clean(SomePhoto.Named("camera.jpg")).Content;
        Assert.Equal(6, ExifOrientation.Read(ExifOf(clean)));
        Assert.Equal(26, ExifOf(clean).Length);
        Assert.DoesNotContain("Exif", Latin(PhotoCleaner.Clean(SomePhoto.Named("progressive.jpg")).Content), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_scan_of_a_progressive_photo_stays()
    {
        var file = SomePhoto.Named("progressive.jpg");
        var clean = PhotoCleaner.Clean(file).Content;
        Assert.Equal(Count(file, 0xDA), Count(clean, 0xDA));
        Assert.True(Count(clean, 0xDA) > 3);
    }

    [Fact]
    public void Metadata_between_two_scans_are_found()
    {
        var file = PhotoCleaner.Clean(SomePhoto.Named("progressive.jpg")).Content;
        var second = LastScan(file);
        byte[] planted = [.. file[..second], 0xFF, 0xFE, 0, 8, .. "Secret"u8, .. file[second..]];
        Assert.Equal(file, PhotoCleaner.Clean(planted).Content);
    }

    [Fact]
    public void What_follows_the_picture_is_cut_off()
    {
        foreach (var name in SomePhoto.All)
        {
            var clean = PhotoCleaner.Clean(SomePhoto.Named(name)).Content;
            Assert.Equal(clean, PhotoCleaner.Clean([.. clean, .. "a hidden archive"u8]).Content);
        }
    }

    [Theory]
    [InlineData("moving.gif", "file_type")]
    [InlineData("animated.webp", "file_animated")]
    public void Other_pictures_are_refused_with_their_reason(string name, string code) => Assert.Equal(code, RefusalOf(SomePhoto.Named(name)));

    [Fact]
    public void A_program_or_a_page_is_no_photo()
    {
        Assert.Equal("file_type", RefusalOf([.. "MZ"u8, .. new byte[100]]));
        Assert.Equal("file_type", RefusalOf([.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8]));
        Assert.Equal("file_type", RefusalOf([]));
    }

    [Fact]
    public void A_picture_that_unpacks_to_gigabytes_is_refused_by_its_header()
    {
        var png = SomePhoto.Named("picture.png");
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 30_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32.Of(png.AsSpan(12, 17)));
        Assert.Equal("file_too_many_pixels", RefusalOf(png));

        var jpeg = SomePhoto.Named("large.jpg");
        BinaryPrimitives.WriteUInt32BigEndian(jpeg.AsSpan(PositionOf(jpeg, 0xC0) + 5), 0xFFFF_FFFF);
        Assert.Equal("file_too_many_pixels", RefusalOf(jpeg));
    }

    [Fact]
    public void A_PNG_with_a_wrong_checksum_is_broken()
    {
        var png = SomePhoto.Named("picture.png");
        png[^20] ^= 1;
        Assert.Equal("file_broken", RefusalOf(png));
    }

    [Theory]
    [MemberData(nameof(Photos))]
    public void A_photo_cut_short_is_broken_wherever_it_is_cut(string name)
    {
        var clean = PhotoCleaner.Clean(SomePhoto.Named(name)).Content;
        for (var length = 12; length < clean.Length; length++) Assert.Equal("file_broken", RefusalOf(clean[..length]));
    }

    private static string? RefusalOf(byte[] file) => Assert.Single(Assert.Throws<Invalid>(() => PhotoCleaner.Clean(file)).Faults).Code;

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] ExifOf(byte[] jpeg)
    {
        var start = jpeg.AsSpan().IndexOf("Exif\0\0"u8);
        var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(start - 2));
        return jpeg[(start + 6)..(start - 2 + length)];
    }

    private static int Count(byte[] jpeg, byte marker) => Enumerable.Range(0, jpeg.Length - 1).Count(i => jpeg[i] == 0xFF && jpeg[i + 1] == marker);

    private static int PositionOf(byte[] jpeg, byte marker) => Enumerable.Range(0, jpeg.Length - 1).First(i => jpeg[i] == 0xFF && jpeg[i + 1] == marker);

    private static int LastScan(byte[] jpeg) => Enumerable.Range(0, jpeg.Length - 1).Last(i => jpeg[i] == 0xFF && jpeg[i + 1] == 0xDA);
}
