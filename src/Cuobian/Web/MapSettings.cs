namespace Cuobian.Web;

/// <summary>A map drawn by somebody else under our own borders, from the settings <c>Map:…</c>; without it no request leaves this server.</summary>
public sealed class MapSettings
{
    /// <summary>Address of the tiles with <c>{z}</c>, <c>{x}</c> and <c>{y}</c>, as <c>https://tiles.example.cn/{z}/{x}/{y}.png</c>; empty for none.</summary>
    public string Tiles { get; set; } = "";

    /// <summary>Whom the owner of the tiles wants named.</summary>
    public string Attribution { get; set; } = "";

    /// <summary>Where browsers may fetch tiles besides here; null when they come from here or from nowhere.</summary>
    public string? Origin => Uri.TryCreate(Tiles, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
        ? address.GetLeftPart(UriPartial.Authority)
        : null;
}
