using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>The reporter reads who looked at their name and phone, when and why.</summary>
public sealed class ShowAccess(CuobianDb db, Actor actor, IAccessLedger access)
{
    public static void Map(IEndpointRouteBuilder matters) =>
        matters.MapGet("/{number}/access", async (string number, string? code, ShowAccess show, CancellationToken ct) =>
            await show.Run(number, code, ct) is { } lines ? Results.Ok(lines) : Results.NotFound())
            .Produces<IReadOnlyList<AccessLine>>().WithSummary("Who looked at the reporter's name and phone: for the reporter alone.");

    public async Task<IReadOnlyList<AccessLine>?> Run(string number, string? code, CancellationToken ct)
    {
        if (await db.Matters.AsNoTracking().SingleOrDefaultAsync(m => m.Number == number, ct) is not { } matter) return null;
        return await Desk.IsReporter(db, actor, matter, code, ct) ? await access.Of(Subject(number), ct) : null;
    }

    internal static string Subject(string number) => $"matter:{number}";
}
