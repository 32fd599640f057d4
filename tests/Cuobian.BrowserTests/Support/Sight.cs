using System.Text.RegularExpressions;

namespace Cuobian.BrowserTests.Support;

/// <summary>One page of the app, and somebody of the demo town whom it is made for.</summary>
/// <param name="Route">The address with its parameters in braces, as the page itself declares it.</param>
/// <param name="Who">The demo account that looks; nobody is a stranger.</param>
/// <param name="At">The address to open, when it is not the route itself.</param>
/// <param name="On">A page that links to one of these, when the address is only known in a running town.</param>
internal sealed partial record Sight(string Route, string? Who = null, string? At = null, string? On = null)
{
    /// <summary>Residents may read it in the large view.</summary>
    public bool IsForResidents => Face == "resident";

    public string Face => Route.Split('/')[1] switch
    {
        "console" => "console",
        "field" => "field",
        "screen" => "screen",
        "design" => "design",
        _ => "resident",
    };

    /// <summary>What its pictures are called.</summary>
    public string Name => Route == "/" ? "home" : NoWord().Replace(Parameter().Replace(Route, "$1"), "-").Trim('-').ToLowerInvariant();

    /// <summary>An address that this page answers.</summary>
    public Regex Pattern => new("^" + Parameter().Replace(Regex.Escape(Route).Replace(@"\{", "{", StringComparison.Ordinal),
        parameter => parameter.Groups[2].Value switch { "guid" => "[0-9a-f-]{36}", "int" => "[0-9]+", _ => "[^/?#]+" }) + @"(\?[^#]*)?$");

    /// <summary>Every page of the app, in the order in which people meet them.</summary>
    public static readonly Sight[] All =
    [
        new("/"),
        new("/report"),
        new("/report/done"),
        new("/track"),
        new("/mine", "resident"),
        new("/matters/{Number}", "resident", On: "/mine"),
        new("/p/{Number}", On: "/areas"),
        new("/areas"),
        new("/areas/{Code}", At: "/areas/359902001001"),
        new("/campaigns"),
        new("/follow"),
        new("/c/{Ticket}", At: "/c/an-old-ticket"),
        new("/u/{Ticket}", At: "/u/an-old-ticket"),
        new("/error/{Status:int}", At: "/error/404"),
        new("/sign-in"),
        new("/me", "resident"),
        new("/me/access", "resident"),
        new("/me/consents", "resident"),
        new("/me/correct", "resident"),
        new("/me/data", "resident"),
        new("/me/erasure", "resident"),
        new("/me/notices", "resident"),
        new("/me/notices/settings", "resident"),
        new("/me/password", "grid"),
        new("/me/phone", "resident"),
        new("/me/second-factor", "resident"),
        new("/me/sessions", "resident"),
        new("/erasure/{Slip}", "clerk", On: "/me/erasure"),

        new("/field", "grid"),
        new("/field/matters/{Number}", "grid", On: "/field"),
        new("/field/report", "grid"),
        new("/field/visits", "grid"),
        new("/field/visits/new", "grid"),
        new("/field/visits/{Id:guid}", "grid", On: "/field/visits"),
        new("/field/patrol", "grid"),
        new("/field/patrol/{Id:guid}", "grid", On: "/field/patrol"),
        new("/field/outbox", "grid"),
        new("/field/offline", "grid"),

        new("/console", "centre", At: "/console?view=all"),
        new("/console/soon", "centre"),
        new("/console/overdue", "centre"),
        new("/console/matters/{Number}", "centre", On: "/console?view=all"),
        new("/console/matters/{Number}/print", "centre", On: "/console/matters/{Number}"),
        new("/console/bulk/{Id:guid}", "centre"),
        new("/console/inbox", "centre"),
        new("/console/responses", "centre"),
        new("/console/spots", "centre"),
        new("/console/spots/{Id:guid}", "centre", On: "/console/spots"),
        new("/console/campaigns", "centre"),
        new("/console/campaigns/{Id:guid}", "centre", On: "/console/campaigns"),
        new("/console/patrols", "community"),
        new("/console/patrols/routes", "community"),
        new("/console/people/units", "organiser"),
        new("/console/people/units/{Code}", "organiser", On: "/console/people/units"),
        new("/console/people/coverage", "organiser"),
        new("/console/people/coverage/{Id:guid}", "organiser", On: "/console/people/coverage"),
        new("/console/people/teams", "organiser"),
        new("/console/people/teams/{Id:guid}", "organiser", On: "/console/people/teams"),
        new("/console/people/imports", "organiser"),
        new("/console/people/imports/{Id:guid}", "organiser", On: "/console/people/imports"),
        new("/console/people", "security"),
        new("/console/people/new", "security"),
        new("/console/people/accounts/{Id:guid}", "security", On: "/console/people"),
        new("/console/people/roles", "security"),
        new("/console/people/roles/{Code}", "security", On: "/console/people/roles"),
        new("/console/people/why", "security", At: "/console/people/why?login=street&act=matters.dispatch&area=359902001001"),
        new("/console/people/requests", "privacy"),
        new("/console/people/retention", "privacy"),
        new("/console/people/ledger", "audit"),
        new("/console/places", "admin"),
        new("/console/places/{Code}", "admin", At: "/console/places/359902001"),
        new("/console/model", "admin"),
        new("/console/notices", "admin"),
        new("/console/notices/templates", "admin"),
        new("/console/notices/robots", "admin"),
        new("/console/partners", "admin"),
        new("/console/partners/add", "admin"),
        new("/console/partners/{Code}", "admin", On: "/console/partners"),
        new("/console/settings", "admin"),
        new("/console/settings/{Kind}", "admin", At: "/console/settings/categories"),
        new("/console/settings/{Kind}/row", "admin", On: "/console/settings/{Kind}"),
        new("/console/settings/{Kind}/preview", "admin", At: "/console/settings/templates/preview"),
        new("/console/settings/{Kind}/versions/{Number:int}", "admin", On: "/console/settings/{Kind}"),
        new("/console/history", "admin"),
        new("/console/history/map", "admin"),

        new("/screen", "leader"),
        new("/design"),
    ];

    [GeneratedRegex(@"\{(\w+):?(\w*)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("[^A-Za-z]+")]
    private static partial Regex NoWord();
}
