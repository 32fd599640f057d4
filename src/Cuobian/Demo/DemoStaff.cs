using System.Security.Cryptography;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.People;
using Cuobian.People.Rights;

namespace Cuobian.Demo;

/// <summary>One demonstration account: how to sign in and as what.</summary>
internal sealed record DemoAccount(string Login, string Name, string Role, string Area, string? Unit = null);

/// <summary>The people of the demo town: one account for each role, and a handler for each unit that gets work.</summary>
internal sealed class DemoStaff(IServiceScopeFactory scopes)
{
    /// <summary>Everybody's password in the demo town, and nowhere else.</summary>
    public const string Password = "cuobian-demo-town";

    public static readonly IReadOnlyList<DemoAccount> Doors =
    [
        new("resident", "陈阿婆", "resident", "3599"),
        new("grid", "王小萍", "grid-worker", "359902001001", "359902001001-SQ"),
        new("clerk", "苏晓", "intake-clerk", "3599", "359900000000-ZW"),
        new("community", "吴敏", "community-dispatcher", "359902001001", "359902001001-SQ"),
        new("street", "林晓敏", "street-dispatcher", "359902001", "359902001000-JD"),
        new("handler", "李工", "department-handler", "3599", "359902000000-CG"),
        new("verifier", "郑静", "verifier", "3599"),
        new("centre", "黄志强", "supervisor", "3599", "359900000000-ZZ"),
        new("leader", "许文海", "leader", "3599"),
        new("organiser", "洪丽华", "organiser", "359902"),
        new("admin", "蔡明", "administrator", "3599"),
        new("security", "苏建国", "security-administrator", "3599"),
        new("audit", "谢秋云", "audit-administrator", ""),
        new("privacy", "李清", "privacy-officer", "3599"),
        new("partner", "12345 接口", "api-partner", "3599"),
    ];

    private static readonly string[] Surnames = ["陈", "林", "黄", "张", "李", "王", "吴", "蔡", "刘", "杨", "许", "郑", "谢", "郭", "洪", "曾"];
    private static readonly string[] Titles = ["工", "师傅", "队长", "主任"];
    private readonly Dictionary<string, Actor> known = [];

    public async Task Open(CancellationToken ct)
    {
        await LeaveOutSecondFactors(ct);
        foreach (var door in Doors) await Create(door, Password, ct);
    }

    /// <summary>The actor of a demonstration account, with its real rights.</summary>
    public Actor Of(string login) => known[login];

    /// <summary>Somebody who handles for the unit; hired when first needed.</summary>
    public async Task<Actor> HandlerOf(string unit, CancellationToken ct)
    {
        var login = "handler." + unit.ToLowerInvariant();
        var pick = known.Count;
        if (!known.ContainsKey(login))
            await Create(new DemoAccount(login, Surnames[pick % Surnames.Length] + Titles[pick % Titles.Length], "department-handler", "3599", unit),
                RandomNumberGenerator.GetHexString(32), ct);
        return known[login];
    }

    /// <summary>The administrators of a town that everybody may enter sign in by password alone.</summary>
    private async Task LeaveOutSecondFactors(CancellationToken ct)
    {
        foreach (var role in SeedData.Roles().Where(r => r.NeedsSecondFactor))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
            await scope.ServiceProvider.GetRequiredService<ChangeRole>().Change(new ChangeRole.Form { Code = role.Code, Zh = role.Zh, En = role.En, Permissions = role.Permissions }, ct);
        }
    }

    private async Task Create(DemoAccount who, string password, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<Acting>().Actor = Actor.System;
        var account = await services.GetRequiredService<CreateAccount>().Run(
            new CreateAccount.Form(who.Login, who.Name, password, who.Role, who.Area, who.Unit), ct);
        known[who.Login] = (await services.GetRequiredService<Actors>().OfSession(services.GetRequiredService<CuobianDb>(), account.Id, account.SecurityStamp, ct))!;
    }
}
