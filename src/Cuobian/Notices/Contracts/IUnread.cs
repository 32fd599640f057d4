namespace Cuobian.Notices.Contracts;

/// <summary>What the frame around a page asks: how many notices has this person not read?</summary>
public interface IUnread
{
    Task<int> CountFor(Guid account, CancellationToken ct);
}
