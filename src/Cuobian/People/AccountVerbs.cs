using System.CommandLine;
using Cuobian.Kernel;

namespace Cuobian.People;

/// <summary><c>./cuobian account …</c></summary>
internal static class AccountVerbs
{
    private static readonly Argument<string> Login = new("LOGIN") { Description = "The name to sign in with." };

    public static Command All(Func<ParseResult, Task<IHost>> open) =>
        new("account", "Open and close accounts of staff and partners.") { Create(open), Password(open), Disable(open) };

    private static Command Create(Func<ParseResult, Task<IHost>> open)
    {
        var name = new Option<string>("--name") { Description = "The person's name as others see it.", Required = true, HelpName = "TEXT" };
        var role = new Option<string>("--role") { Description = $"One of {string.Join(", ", SeedData.Roles().Select(r => r.Code))}.", Required = true, HelpName = "ROLE" };
        var area = new Option<string>("--area") { Description = "Code of the area the role covers, e.g. 359902 for a county; \"\" for everywhere.", Required = true, HelpName = "PREFIX" };
        var unit = new Option<string?>("--unit") { Description = "Code of the unit the person works for; a department-handler needs one.", HelpName = "CODE" };
        var phone = new Option<string?>("--office-phone") { Description = "Shown to colleagues.", HelpName = "NUMBER" };
        var create = new Command("create", "Open an account. Asks for the password, or reads it from standard input.") { Login, name, role, area, unit, phone };
        create.SetAction((parsed, ct) => Within(open, parsed, async services =>
        {
            var account = await services.GetRequiredService<CreateAccount>().Run(new CreateAccount.Form(
                parsed.GetValue(Login)!, parsed.GetValue(name)!, AskPassword(), parsed.GetValue(role)!, parsed.GetValue(area)!,
                parsed.GetValue(unit), parsed.GetValue(phone)), ct);
            Console.WriteLine($"The account {account.Login} can sign in now.");
            return 0;
        }));
        return create;
    }

    private static Command Password(Func<ParseResult, Task<IHost>> open)
    {
        var password = new Command("password", "Set a new password, lift a lock and end every session.") { Login };
        password.SetAction((parsed, ct) => Within(open, parsed, async services =>
            Told(await services.GetRequiredService<ResetPassword>().Run(parsed.GetValue(Login)!, AskPassword(), ct), "The password is set.", "There is no such account.")));
        return password;
    }

    private static Command Disable(Func<ParseResult, Task<IHost>> open)
    {
        var disable = new Command("disable", "Close an account: its sessions end and its tokens stop within half a minute.") { Login };
        disable.SetAction((parsed, ct) => Within(open, parsed, async services =>
            Told(await services.GetRequiredService<DisableAccount>().Run(parsed.GetValue(Login)!, ct), "The account is closed.", "There is no such account.")));
        return disable;
    }

    /// <summary>Runs a verb as the system: whoever holds the machine holds its data.</summary>
    internal static async Task<int> Within(Func<ParseResult, Task<IHost>> open, ParseResult parsed, Func<IServiceProvider, Task<int>> work)
    {
        using var host = await open(parsed);
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        return await work(scope.ServiceProvider);
    }

    internal static int Told(bool done, string yes, string no)
    {
        (done ? Console.Out : Console.Error).WriteLine(done ? yes : no);
        return done ? 0 : 1;
    }

    private static string AskPassword()
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine() ?? "";
        while (true)
        {
            var first = Hidden("Password: ");
            if (first == Hidden("Once more: ")) return first;
            Console.Error.WriteLine("The two were not the same.");
        }
    }

    private static string Hidden(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new Stack<char>();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.TryPop(out _);
            else if (!char.IsControl(key.KeyChar)) typed.Push(key.KeyChar);
        }
        Console.Error.WriteLine();
        return string.Concat(typed.Reverse());
    }
}
