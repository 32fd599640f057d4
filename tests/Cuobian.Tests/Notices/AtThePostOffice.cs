using Cuobian.Tests.Matters;

namespace Cuobian.Tests.Notices;

/// <summary>Each of these tests has a ward and a post office of its own.</summary>
public abstract class AtThePostOffice : IAsyncLifetime
{
    private protected PostOffice office = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected Ward Ward => office.Ward;

    public async ValueTask InitializeAsync() => office = await PostOffice.Open();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return office.DisposeAsync();
    }
}
