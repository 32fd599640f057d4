namespace Cuobian.Exchange.OpenData;

/// <summary>Under which terms the open data is given, from the settings <c>OpenData:…</c>.</summary>
public sealed class OpenDataSettings
{
    public string Licence { get; set; } = "https://creativecommons.org/licenses/by/4.0/";
}
