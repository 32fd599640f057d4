using Cuobian.Kernel;
using Cuobian.Web.Components;

namespace Cuobian.Web;

/// <summary>One thing of a list on the map beside it: the same key as its row, and where a press leads.</summary>
public sealed record MapPin(string Key, GeoPoint At, string Title, Tone Tone, string Href, bool Chosen);
