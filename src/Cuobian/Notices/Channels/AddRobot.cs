using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Notices.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Channels;

/// <summary>An administrator adds a webhook or a group robot for an area, or switches one off and on.</summary>
internal sealed class AddRobot(CuobianDb db, Actor actor, IPlaces places, IActLedger acts, TimeProvider time)
{
    public sealed class Form
    {
        public string? Name { get; set; }
        public RobotForm? Kind { get; set; }
        public string? Area { get; set; }
        public string? Url { get; set; }
        public string? Secret { get; set; }
        public bool Plain { get; set; }
        public bool English { get; set; }
    }

    public static void Map(IEndpointRouteBuilder notices)
    {
        notices.MapPost("/robots", async (Form? form, AddRobot add, CancellationToken ct) =>
            Results.Json(new { id = await add.Run(form ?? new(), ct) }, statusCode: StatusCodes.Status201Created)).WithSummary("Add a webhook or a group robot.");
        notices.MapPost("/robots/{id:guid}/switch", async (Guid id, bool on, AddRobot add, CancellationToken ct) =>
            await add.Switch(id, on, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Switch a robot on or off.");
    }

    /// <summary>Robots as the page lists them, without address and secret.</summary>
    public async Task<IReadOnlyList<Robot>> List(CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        return [.. (await db.Set<Robot>().AsNoTracking().OrderBy(r => r.Id).ToListAsync(ct)).Where(r => actor.May(NoticesPermissions.Manage, r.Area))];
    }

    public async Task<Guid> Run(Form form, CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        var area = form.Area?.Trim() ?? "";
        actor.Require(NoticesPermissions.Manage, area);
        new Faults()
            .Required(form.Name, "name").AtMost(form.Name, 100, "name")
            .If(form.Kind is null, "kind", "required")
            .If(area.Length > 0 && places.Find(area) is null, "area", "notices.area_unknown")
            .If(!IsWeb(form.Url), "url", "notices.url_form")
            .AtMost(form.Secret, 200, "secret")
            .Throw();
        var robot = new Robot
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Name = form.Name!.Trim(),
            Form = form.Kind!.Value,
            Area = area,
            Url = form.Url!.Trim(),
            Secret = string.IsNullOrWhiteSpace(form.Secret) ? null : form.Secret.Trim(),
            Plain = form.Plain,
            English = form.English,
        };
        await db.InOneTransaction(async () =>
        {
            db.Add(robot);
            await db.SaveChangesAsync(ct);
            await acts.Write("notices.robot_added", $"robot:{robot.Id:N}", new { form = robot.Form.ToString(), robot.Area }, ct);
            return true;
        }, ct);
        return robot.Id;
    }

    public async Task<bool> Switch(Guid id, bool on, CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        return await db.InOneTransaction(async () =>
        {
            if (await db.Set<Robot>().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } robot) return false;
            actor.Require(NoticesPermissions.Manage, robot.Area);
            robot.Enabled = on;
            await db.SaveChangesAsync(ct);
            await acts.Write(on ? "notices.robot_on" : "notices.robot_off", $"robot:{id:N}", null, ct);
            return true;
        }, ct);
    }

    /// <summary>An address with a name and a password in it would put them into logs.</summary>
    private static bool IsWeb(string? url) =>
        url is { Length: <= 500 } && Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" };
}
