namespace Cuobian.People;

/// <summary>Where to go after signing in: only ever a page of this house.</summary>
public static class LocalUrl
{
    /// <summary>The address when it is a path of this site, else the front page. Browsers read <c>//x</c> and <c>/\x</c> as another host.</summary>
    public static string Or(string? url, string otherwise = "/") =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : otherwise;
}
