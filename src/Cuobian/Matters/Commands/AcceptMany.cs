using Cuobian.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>Accepts several matters one after the other; each stands or fails for itself.</summary>
public sealed class AcceptMany(IServiceScopeFactory scopes, Actor actor)
{
    public const int Most = 50;

    /// <summary>One matter that was not accepted, and the code that says why.</summary>
    public sealed record Failed(string Number, string Code, IReadOnlyList<object> Details);

    /// <summary>What came of it.</summary>
    public sealed record Outcome(int Accepted, IReadOnlyList<Failed> Failed);

    public async Task<Outcome> Run(IEnumerable<string> numbers, CancellationToken ct)
    {
        var (accepted, failed) = (0, new List<Failed>());
        foreach (var number in numbers.Distinct().Take(Most))
            if (await Accept(number, ct) is { } failure) failed.Add(failure);
            else accepted++;
        return new Outcome(accepted, failed);
    }

    private async Task<Failed?> Accept(string number, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = actor;
        try
        {
            return await scope.ServiceProvider.GetRequiredService<AcceptMatter>().Run(number, ct) is null ? new Failed(number, "http_404", []) : null;
        }
        catch (Refused no)
        {
            return new Failed(number, no.Code, no.Details);
        }
        catch (Denied)
        {
            return new Failed(number, "http_403", []);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Failed(number, "changed_meanwhile", []);
        }
    }
}
