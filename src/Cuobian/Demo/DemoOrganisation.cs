using System.Globalization;
using System.Text;
using Cuobian.Kernel;
using Cuobian.People.Imports;
using Cuobian.Places.Contracts;

namespace Cuobian.Demo;

/// <summary>The party chain, the estates and the grid teams of the demo town, imported from sheets like anybody's.</summary>
internal sealed class DemoOrganisation(IServiceScopeFactory scopes, int seed)
{
    private static readonly string[] Estates = ["红砖花园", "榕树新村", "海澜小筑"];
    private static readonly string[] Surnames = ["陈", "林", "黄", "张", "李", "王", "吴", "蔡", "刘", "杨", "许", "郑"];
    private static readonly string[] Given = ["志明", "淑芬", "建国", "美玲", "文海", "秀英", "国强", "丽华", "晓东", "玉兰"];
    private readonly Random random = new(seed);

    /// <summary>Some gaps are left, so that there is something to see: an estate without a branch, grids that lack somebody.</summary>
    public async Task Build(DateOnly from, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        var places = scope.ServiceProvider.GetRequiredService<IPlaces>();
        var communities = places.Below("359902").SelectMany(street => places.Below(street.Code)).ToList();
        var import = scope.ServiceProvider.GetRequiredService<ImportSheet>();
        await Take(import, "units", "code,name,type,area,parent,from", communities.SelectMany(c => Chain(c, from)), ct);
        await Take(import, "estates", "community,estate,households,from,branch,evidence,owner,due", communities.SelectMany(c => EstatesOf(c, from)), ct);
        await Take(import, "teams", "kind,area,team,since,role,deputy,login,name,office_phone,from,to", communities.SelectMany(c => places.Below(c.Code)).Where(g => g.Level == AreaLevel.Grid).SelectMany(g => Team(g, from)), ct);
    }

    private static IEnumerable<string> Chain(Area community, DateOnly from)
    {
        var code = community.Code;
        yield return $"{code}-DW,{community.Name}党委,DW,{code},,{Day(from)}";
        foreach (var (at, estate) in Estates.Take(2).Index())
        {
            yield return $"{code}-ZB{at + 1},{estate}党支部,ZB,{code},{code}-DW,{Day(from)}";
            yield return $"{code}-LZ{at + 1},{estate}1栋党小组,LZ,{code},{code}-ZB{at + 1},{Day(from)}";
            yield return $"{code}-DH{at + 1},{estate}1栋党员中心户,DH,{code},{code}-LZ{at + 1},{Day(from)}";
        }
    }

    private IEnumerable<string> EstatesOf(Area community, DateOnly from)
    {
        foreach (var (at, estate) in Estates.Index())
        {
            var has = at < 2 ? $"{community.Code}-ZB{at + 1},成立大会已召开,," : $",,community,{Day(from.AddDays(50 + random.Next(60)))}";
            yield return $"{community.Code},{estate},{random.Next(180, 900)},{Day(from)},{has}";
        }
    }

    private IEnumerable<string> Team(Area grid, DateOnly from)
    {
        if (random.Next(20) == 0) yield break;
        yield return Member(grid, from, "leader", from.AddMonths(random.Next(3, 36)));
        if (random.Next(9) > 0) yield return Member(grid, from, "worker", null);
        if (random.Next(3) == 0) yield return Member(grid, from, "helper", null);
    }

    private string Member(Area grid, DateOnly from, string role, DateOnly? to) => string.Join(',', "1+1+N+Z", grid.Code, grid.Name, Day(from), role, "", "",
        Surnames[random.Next(Surnames.Length)] + Given[random.Next(Given.Length)], string.Create(CultureInfo.InvariantCulture, $"1200{random.Next(1_000_000, 9_999_999)}"), Day(from), to is { } end ? Day(end) : "");

    private static async Task Take(ImportSheet import, string sheet, string header, IEnumerable<string> rows, CancellationToken ct)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', [header, .. rows])));
        await import.Run(sheet, file, dryRun: false, ct);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
