using Cuobian.Data.Files;
using Cuobian.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace Cuobian.Tests.Files;

/// <summary>Hostile photos are refused or cleaned; they never crash or hang the house.</summary>
public sealed class PhotoFuzzTests
{
    private static readonly byte[][] Samples = [.. SomePhoto.All.Where(n => n != "large.jpg").Select(SomePhoto.Named), .. SomePhoto.All.Where(n => n != "large.jpg").Select(n => PhotoCleaner.Clean(SomePhoto.Named(n)).Content)];
    private static readonly byte[][] Openings = [[], [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [.. "RIFF\x40\0\0\0WEBPVP8X\x0A\0\0\0"u8], [.. "RIFF\x40\0\0\0WEBP"u8]];

    [Fact]
    public void Random_bytes_behind_any_opening_are_refused_or_cleaned() =>
        Check(from opening in Gen.Elements(Openings)
              from noise in ArbMap.Default.GeneratorFor<byte[]>()
              select (byte[])[.. opening, .. noise]);

    [Fact]
    public void Changed_bytes_are_refused_or_cleaned() =>
        Check(from sample in Gen.Elements(Samples)
              from changes in (from at in Gen.Choose(0, int.MaxValue - 1) from value in Value select (at, value)).NonEmptyListOf()
              select Changed(sample, changes));

    [Fact]
    public void Cut_doubled_and_joined_pieces_are_refused_or_cleaned() =>
        Check(from first in Gen.Elements(Samples)
              from second in Gen.Elements(Samples)
              from end in Gen.Choose(0, first.Length)
              from start in Gen.Choose(0, second.Length)
              select (byte[])[.. first[..end], .. second[start..]]);

    // Bytes that mean something in one of the formats come up more often.
    private static Gen<byte> Value => Gen.Frequency(
        (2, Gen.Elements<byte>(0x00, 0xFF, 0x7F, 0x80, 0x01, 0xD8, 0xD9, 0xDA, 0xC0, 0xC4, 0xE1)),
        (1, Gen.Choose(0, 255).Select(v => (byte)v)));

    private static byte[] Changed(byte[] sample, IEnumerable<(int At, byte Value)> changes)
    {
        var changed = (byte[])sample.Clone();
        // Half of the changes go to the first bytes, where the structure is.
        foreach (var (at, value) in changes) changed[at % 2 == 0 ? at / 2 % changed.Length : at / 2 % Math.Min(200, changed.Length)] = value;
        return changed;
    }

    private static void Check(Gen<byte[]> files) => Prop.ForAll(Arb.From(files), file =>
    {
        Photo clean;
        try
        {
            clean = PhotoCleaner.Clean(file);
        }
        catch (Invalid no)
        {
            return no.Faults is [{ Field: "file" }];
        }
        // What was accepted is clean: nothing more can be taken away.
        return PhotoCleaner.Clean(clean.Content).Content.SequenceEqual(clean.Content) && clean is { Width: > 0, Height: > 0 };
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(300));
}
