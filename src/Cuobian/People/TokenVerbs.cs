using System.CommandLine;
using System.Globalization;

namespace Cuobian.People;

/// <summary><c>./cuobian token …</c></summary>
internal static class TokenVerbs
{
    public static Command All(Func<ParseResult, Task<IHost>> open) =>
        new("token", "Keys with which programs use the API.") { Create(open), List(open), Revoke(open) };

    private static Command Create(Func<ParseResult, Task<IHost>> open)
    {
        var login = new Option<string>("--as") { Description = "The account whose rights the token has.", Required = true, HelpName = "LOGIN" };
        var name = new Option<string>("--name") { Description = "What the token is for.", Required = true, HelpName = "TEXT" };
        var scope = new Option<string[]>("--scope") { Description = "Only these permissions of the account (default: all it has).", HelpName = "PERMISSION", AllowMultipleArgumentsPerToken = true };
        var days = new Option<int>("--days") { Description = "How long it is valid.", DefaultValueFactory = _ => 90, HelpName = "N" };
        var perMinute = new Option<int?>("--per-minute") { Description = "Calls a minute (default: Limits:TokenPerMinute, 600).", HelpName = "N" };
        var create = new Command("create", "Make a token and print it, this once.") { login, name, scope, days, perMinute };
        create.SetAction((parsed, ct) => AccountVerbs.Within(open, parsed, async services =>
        {
            var made = await services.GetRequiredService<CreateToken>().Run(new CreateToken.Form(
                parsed.GetValue(login)!, parsed.GetValue(name)!, parsed.GetValue(scope) ?? [], parsed.GetValue(days), parsed.GetValue(perMinute)), ct);
            Console.Error.WriteLine($"Token {made.Id}, valid until {Day(made.ExpiresAt)}. Keep it now: it is not shown again.");
            Console.WriteLine(made.Secret);
            return 0;
        }));
        return create;
    }

    private static Command List(Func<ParseResult, Task<IHost>> open)
    {
        var list = new Command("list", "Show every token, without its secret.");
        list.SetAction((parsed, ct) => AccountVerbs.Within(open, parsed, async services =>
        {
            foreach (var token in await services.GetRequiredService<FindTokens>().Run(ct))
            {
                var until = token.RevokedAt is { } revoked ? $"revoked {Day(revoked)}" : $"until {Day(token.ExpiresAt)}";
                var scope = token.Scope.Count == 0 ? "all" : string.Join(' ', token.Scope);
                Console.WriteLine($"{token.Id}\t{token.Login}\t{token.Name}\t{until}\t{token.CallsPerMinute}/min\t{scope}");
            }
            return 0;
        }));
        return list;
    }

    private static Command Revoke(Func<ParseResult, Task<IHost>> open)
    {
        var id = new Argument<Guid>("ID") { Description = "As token list shows it." };
        var revoke = new Command("revoke", "Stop a token from its next call on.") { id };
        revoke.SetAction((parsed, ct) => AccountVerbs.Within(open, parsed, async services =>
            AccountVerbs.Told(await services.GetRequiredService<RevokeToken>().Run(parsed.GetValue(id), ct), "The token is revoked.", "There is no such token.")));
        return revoke;
    }

    private static string Day(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
