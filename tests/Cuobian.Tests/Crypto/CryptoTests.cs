using System.Security.Cryptography;
using System.Text;
using Cuobian.Data;
using Cuobian.Data.Crypto;
using Microsoft.Extensions.Configuration;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cuobian.Tests.Crypto;

/// <summary>Sealing, opening, fingerprints and the key ring.</summary>
public sealed class CryptoTests : IDisposable
{
    private const string Place = "people_account.Name:1";
    private readonly string folder = Directory.CreateTempSubdirectory("cuobian-keys-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("AES-256-GCM")]
    [InlineData("SM4-GCM")]
    public void What_was_sealed_opens_only_in_its_place_and_unchanged(string cipher)
    {
        var crypto = Crypto(cipher);
        var text = crypto.Seal("庄阿婆 13800138000", Place);
        Assert.StartsWith($"{cipher}.k1.", text, StringComparison.Ordinal);
        Assert.Equal("庄阿婆 13800138000", crypto.Open(text, Place));
        Assert.ThrowsAny<CryptographicException>(() => crypto.Open(text, "people_account.Name:2"));
        Assert.ThrowsAny<CryptographicException>(() => crypto.Open(text, "people_account.OfficePhone:1"));
        for (var at = text.LastIndexOf('.') + 1; at < text.Length - 1; at += 7)
        {
            var changed = text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
            Assert.ThrowsAny<CryptographicException>(() => crypto.Open(changed, Place));
        }
    }

    [Fact]
    public void The_same_text_is_never_sealed_the_same_twice()
    {
        var crypto = Crypto("AES-256-GCM");
        Assert.NotEqual(crypto.Seal("林", Place), crypto.Seal("林", Place));
    }

    [Fact]
    public void A_fingerprint_is_the_same_for_the_same_text_and_purpose_only()
    {
        var crypto = Crypto("AES-256-GCM");
        Assert.Equal(crypto.Index("13800138000", "phone"), crypto.Index("13800138000", "phone"));
        Assert.NotEqual(crypto.Index("13800138000", "phone"), crypto.Index("13800138001", "phone"));
        Assert.NotEqual(crypto.Index("13800138000", "phone"), crypto.Index("13800138000", "login"));
        File.Delete(Path.Combine(folder, "keys"));
        Assert.NotEqual(crypto.Index("13800138000", "phone"), Crypto("AES-256-GCM").Index("13800138000", "phone"));
    }

    [Fact]
    public void The_key_file_is_for_its_owner_alone_and_stays_the_same()
    {
        Crypto("SM4-GCM").Seal("x", Place);
        var file = Path.Combine(folder, "keys");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var before = File.ReadAllText(file);
        Crypto("SM4-GCM").Seal("y", Place);
        Assert.Equal(before, File.ReadAllText(file));
        Assert.Contains("index HMAC-SM3 ", before, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_added_by_another_process_opens_what_it_sealed()
    {
        var here = Crypto("AES-256-GCM");
        var old = here.Seal("old", Place);
        Keys(null).Add(KeyRing.NewKey("k2", "SM4-GCM"));
        var elsewhere = Crypto("AES-256-GCM");
        var text = elsewhere.Seal("new", Place);
        Assert.StartsWith("SM4-GCM.k2.", text, StringComparison.Ordinal);
        Assert.Equal("new", here.Open(text, Place));
        Assert.Equal("old", elsewhere.Open(old, Place));
        Assert.False(elsewhere.IsNewest(old));
    }

    [Theory]
    [InlineData("k1 AES-256-GCM AAAA")]
    [InlineData("index HMAC-SHA256 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("k1 ROT-13 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("nonsense")]
    public void A_ring_that_cannot_be_used_says_so(string text) => Assert.Throws<KeyTrouble>(() => KeyRing.Parse(text));

    [Fact]
    public void Phones_are_one_number_however_they_are_written()
    {
        Assert.All(["138 0013 8000", "138-0013-8000", "+86 13800138000", "8613800138000"], phone => Assert.Equal("13800138000", Phones.Normal(phone)));
        Assert.Equal("059522345678", Phones.Normal("0595-22345678"));
    }

    [Fact]
    public void Sm4_in_gcm_mode_gives_the_value_of_RFC_8998()
    {
        var sealedBytes = Sm4GcmCipher.Run(true, Hex("0123456789ABCDEFFEDCBA9876543210"), Hex("00001234567800000000ABCD"),
            Hex("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"),
            Hex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"));
        Assert.Equal("17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D83DE3541E4C2B58177E065A9BF7B62EC",
            Convert.ToHexString(sealedBytes));
    }

    [Fact]
    public void Sm4_sm3_and_their_hmac_give_the_published_values()
    {
        var engine = new SM4Engine();
        var block = Hex("0123456789abcdeffedcba9876543210");
        engine.Init(true, new KeyParameter(block));
        var output = new byte[16];
        engine.ProcessBlock(block, 0, output, 0);
        Assert.Equal("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(output));

        var sm3 = new SM3Digest();
        sm3.BlockUpdate("abc"u8.ToArray(), 0, 3);
        var digest = new byte[32];
        sm3.DoFinal(digest, 0);
        Assert.Equal("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Convert.ToHexStringLower(digest));

        var mac = Fingerprint.Of(Fingerprint.Sm3, Hex("0123456789abcdeffedcba9876543210"), Encoding.ASCII.GetBytes("abc"));
        Assert.Equal("28d8a61be67d8bf7652c4eda7092b612f88be62184f55005c57ddf076e764199", Convert.ToHexStringLower(mac));
    }

    private SoftwareCrypto Crypto(string cipher) => new(Keys(cipher));

    private KeyFile Keys(string? cipher) => new(new DatabaseSettings(folder, null),
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("CUOBIAN_CIPHER", cipher)]).Build());

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
