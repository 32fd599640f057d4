namespace Cuobian.Data.Files;

/// <summary>Keeps contents under their SHA-256: the same content is stored once and never changes.</summary>
public interface IFileStore
{
    /// <summary>Stores the content durably and answers its SHA-256 in lower-case hex.</summary>
    Task<string> Save(Stream content, CancellationToken ct);

    /// <summary>Opens a content for reading; null when it is not here.</summary>
    Task<Stream?> Open(string sha, CancellationToken ct);

    Task<bool> Exists(string sha, CancellationToken ct);

    Task Delete(string sha, CancellationToken ct);

    /// <summary>Contents that were new before this instant and not yet found to be in use: a crash may have left them behind.</summary>
    Task<IReadOnlyList<string>> Unsettled(DateTimeOffset before, CancellationToken ct);

    /// <summary>Remembers that somebody looked after a new content.</summary>
    Task Settle(string sha, CancellationToken ct);
}
