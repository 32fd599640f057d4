namespace Cuobian.Web;

/// <summary>The four doors of the house.</summary>
public enum Face { Resident, Field, Console, Screen }

/// <summary>
/// One entry of a face's menu. A module registers its own as singletons; <paramref name="Words"/> is a sentence code (<c>matters.menu_queue</c>),
/// <paramref name="Group"/> the code of the heading it stands under, and it is shown only to those who hold the permission somewhere.
/// </summary>
public sealed record MenuLink(Face Face, int Order, string Path, string Words, string Icon, string? Permission = null, string? Group = null)
{
    /// <summary>The figure behind the entry, when there is one worth showing.</summary>
    public Func<IServiceProvider, CancellationToken, Task<int>>? Count { get; init; }
}

/// <summary>Where somebody who may do this starts work after signing in; the lowest order wins.</summary>
public sealed record Door(int Order, string Path, string Permission);
