using System.CommandLine;
using Cuobian.Data.Crypto;
using Cuobian.Kernel;
using Cuobian.People.Acts;

namespace Cuobian.People;

/// <summary><c>./cuobian keys …</c></summary>
internal static class KeyVerbs
{
    private static readonly Option<string?> Cipher = new("--cipher")
    {
        Description = $"One of {string.Join(", ", Ciphers.All.Select(c => c.Name))} (default: CUOBIAN_CIPHER, else {KeyFile.DefaultCipher}).",
        HelpName = "NAME",
    };

    public static Command All(Func<ParseResult, Task<IHost>> open) =>
        new("keys", "The keys that seal personal data: look at them, make a new one.") { List(open), New(), Rotate(open) };

    private static Command List(Func<ParseResult, Task<IHost>> open)
    {
        var list = new Command("list", "Name the keys of the ring, never the keys themselves.");
        list.SetAction((parsed, _) => AccountVerbs.Within(open, parsed, services =>
        {
            var ring = services.GetRequiredService<SoftwareCrypto>().Ring;
            foreach (var key in ring.Keys) Console.WriteLine($"{key.Id,-8} {key.Algorithm,-12} {(key == ring.Newest ? "newest" : key.IsIndex ? "fingerprints" : "opens what is older")}");
            return Task.FromResult(0);
        }));
        return list;
    }

    private static Command New()
    {
        var id = new Argument<string>("ID") { Description = "A name that no key of the ring has, e.g. k2." };
        var make = new Command("new", "Print a new key as a line to add at the end of CUOBIAN_KEYS.") { id, Cipher };
        make.SetAction((parsed, _) =>
        {
            Console.WriteLine(KeyRing.NewKey(parsed.GetValue(id)!, parsed.GetValue(Cipher) ?? KeyFile.DefaultCipher));
            return Task.FromResult(0);
        });
        return make;
    }

    private static Command Rotate(Func<ParseResult, Task<IHost>> open)
    {
        var rotate = new Command("rotate", "Add a key to the key file (a ring in CUOBIAN_KEYS gets its key from you) and seal all personal data with the newest. Safe while the server runs.") { Cipher };
        rotate.SetAction((parsed, ct) => AccountVerbs.Within(open, parsed, async services =>
        {
            var done = await services.GetRequiredService<RotateKeys>().Run(parsed.GetValue(Cipher), ct);
            await services.GetRequiredService<IActLedger>().Write(ActNames.KeysRotated, done.Key, new { done.Algorithm, done.Rows }, ct);
            Console.WriteLine($"{(done.Added ? "A new key" : "The newest key")} {done.Key} ({done.Algorithm}); {done.Rows} rows are sealed anew. Keep the old keys as long as you keep backups.");
            return 0;
        }));
        return rotate;
    }
}
