using Cuobian.Matters.Contracts;
using Microsoft.Extensions.Localization;

namespace Cuobian.Exchange.Open311;

/// <summary>A token is the number and the code of a matter in one: whoever holds it may ask how far the matter is, nobody else can guess it.</summary>
internal static class Token
{
    private const int NumberLength = 12;

    public static string Of(string number, string code) => number + code;

    public static (string Number, string Code)? Read(string token) =>
        token.Length > NumberLength && token.All(char.IsAsciiDigit) ? (token[..NumberLength], token[NumberLength..]) : null;
}

/// <summary>Tells the number behind a token once somebody has looked at the matter; until then there is none.</summary>
internal sealed class ShowToken(IMatters matters, IStringLocalizer<Text> words)
{
    public async Task<Reply> Run(string token, CancellationToken ct)
    {
        var found = Token.Read(token) is var (number, code) ? await matters.Follow(number, code, ct) : null;
        if (found is null) throw new Open311Error(StatusCodes.Status404NotFound, words["open311_token_unknown"]);
        return Reply.List("service_requests", "request", [[new("service_request_id", found.IsAccepted ? found.Number : null), new("token", token)]]);
    }
}
