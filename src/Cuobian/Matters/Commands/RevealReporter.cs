using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Staff look at who reported, for a purpose they name; the reporter can see that they did.</summary>
public sealed class RevealReporter(CuobianDb db, Actor actor, IAccessLedger access)
{
    public const int ShortestWords = 4;
    public const int LongestWords = 200;

    public sealed class Form
    {
        public AccessPurpose? Purpose { get; set; }
        public string? Words { get; set; }
    }

    /// <summary>Name and phone as the reporter left them; empty where they left nothing.</summary>
    public sealed record Answer(string Name, string Phone);

    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/reveal", async (string number, Form? form, RevealReporter reveal, CancellationToken ct) =>
            await reveal.Run(number, form ?? new(), ct) is { } answer ? Results.Ok(answer) : Results.NotFound())
            .WithSummary("See who reported, for a purpose: callBack, visit, verify, emergency or law, and words. The reporter is shown that you looked.");

    public async Task<Answer?> Run(string number, Form form, CancellationToken ct)
    {
        var words = TextRules.Clean(form.Words);
        if (await db.Matters.AsNoTracking().SingleOrDefaultAsync(m => m.Number == number, ct) is not { } matter) return null;
        if (!Desk.MayRead(actor, matter.Facts(byReporter: false))) return null;
        actor.Require(MattersPermissions.Reveal, matter.Area, matter.LeadUnit);
        new Faults()
            .If(form.Purpose is not { } purpose || !Enum.IsDefined(purpose), "purpose", "matters.reveal_purpose")
            .If(words.Length < ShortestWords, "words", "matters.reveal_words", ShortestWords)
            .AtMost(words, LongestWords, "words")
            .Throw();

        var reporter = await db.Reporters.AsNoTracking().SingleAsync(r => r.MatterId == matter.Id, ct);
        await access.Record(new AccessNote(reporter.Account, ShowAccess.Subject(number), form.Purpose!.Value, words, "name, phone"), ct);
        return new Answer(reporter.Name ?? "", reporter.Phone ?? "");
    }
}
