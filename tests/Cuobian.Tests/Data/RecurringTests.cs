using Cuobian.Data;
using Cuobian.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cuobian.Tests.Data;

public sealed class RecurringTests
{
    public static TheoryData<Exception> Troubles => [new TaskCanceledException("the other side was too slow"), new InvalidOperationException("broken")];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_chore_that_fails_or_runs_out_of_patience_is_done_again(Exception trouble)
    {
        var ready = new Readiness();
        ready.Set();
        await using var services = new ServiceCollection().AddScoped<Acting>().BuildServiceProvider();
        using var chore = new Chore(trouble, services.GetRequiredService<IServiceScopeFactory>(), ready);
        await chore.StartAsync(TestContext.Current.CancellationToken);
        await chore.Again.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await chore.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Chore(Exception trouble, IServiceScopeFactory scopes, Readiness ready)
        : Recurring(TimeSpan.FromMilliseconds(1), scopes, ready, TimeProvider.System, NullLogger.Instance)
    {
        private int rounds;

        public TaskCompletionSource Again { get; } = new();

        protected override Task Run(IServiceProvider scope, CancellationToken ct)
        {
            if (++rounds == 1) throw trouble;
            Again.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
