using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>The reporter of a sensitive matter takes the separate consent back: name and phone are erased, the matter goes on.</summary>
public sealed class TakeBackConsent(CuobianDb db, Actor actor, IConsents consents)
{
    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapPost("/{number}/take-back-consent", async (string number, string? code, TakeBackConsent takeBack, CancellationToken ct) =>
            await takeBack.Run(number, code, ct) ? Results.NoContent() : Results.NotFound())
            .WithSummary("Take back the consent to keep name and phone with a sensitive matter; they are erased at once.");

    /// <summary>False when this is not the reporter, or no consent stands.</summary>
    public async Task<bool> Run(string number, string? code, CancellationToken ct) =>
        await IsReporter(number, code, ct) && await consents.TakeBack(IConsents.Sensitive, ShowAccess.Subject(number), ct);

    /// <summary>Does a consent of this reporter stand?</summary>
    public async Task<bool> Stands(string number, string? code, CancellationToken ct) =>
        await IsReporter(number, code, ct) && await consents.Stands(IConsents.Sensitive, ShowAccess.Subject(number), ct);

    private async Task<bool> IsReporter(string number, string? code, CancellationToken ct) =>
        await db.Matters.AsNoTracking().SingleOrDefaultAsync(m => m.Number == number, ct) is { } matter && await Desk.IsReporter(db, actor, matter, code, ct);
}
