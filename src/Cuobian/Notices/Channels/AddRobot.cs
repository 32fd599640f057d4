using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Notices.Contracts;
using Cuobian.Notices.Letters;
using Cuobian.Places.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Cuobian.Notices.Channels;

/// <summary>An administrator adds a webhook or a group robot for an area, switches one off and on, tries it, or removes it.</summary>
internal sealed class AddRobot(CuobianDb db, Actor actor, IPlaces places, IActLedger acts, RobotChannel channel, IOptionsMonitor<NoticesSettings> settings, IStringLocalizer<Text> words, TimeProvider time)
{
    /// <summary>The topic of a message of trial.</summary>
    public const string Trial = "trial";

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
        notices.MapPost("/robots/{id:guid}/try", async (Guid id, AddRobot add, CancellationToken ct) =>
            await add.Try(id, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Send a robot a message of trial now; what it says against it is told.");
        notices.MapDelete("/robots/{id:guid}", async (Guid id, AddRobot add, CancellationToken ct) =>
            await add.Remove(id, ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Remove a robot and what still waits for it.");
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
            if (await Find(id, ct) is not { } robot) return false;
            robot.Enabled = on;
            await db.SaveChangesAsync(ct);
            await acts.Write(on ? "notices.robot_on" : "notices.robot_off", $"robot:{id:N}", null, ct);
            return true;
        }, ct);
    }

    /// <summary>Goes out at once and not through the queue, so that whoever sets it up sees what the other side says; a robot that is off can be tried too.</summary>
    public async Task<bool> Try(Guid id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } robot) return false;
        var now = time.GetUtcNow();
        var message = new Message(Guid.CreateVersion7(now), Trial, Who.Robot(id), null, words["robot_trial_title"], words["robot_trial_text", robot.Name], now);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.CurrentValue.TimeoutSeconds));
        var trouble = await Send(robot, message, patience.Token, ct);
        await db.InOneTransaction(async () =>
        {
            await acts.Write("notices.robot_tested", $"robot:{id:N}", new { trouble = trouble?.Code }, ct);
            return true;
        }, ct);
        if (trouble is not null) throw new Refused("notices.robot_says_no", words[$"trouble_{trouble.Code}"].Value, trouble.Detail ?? "");
        return true;
    }

    public async Task<bool> Remove(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        var who = Who.Robot(id);
        return await db.InOneTransaction(async () =>
        {
            if (await Find(id, ct) is not { } robot) return false;
            db.Remove(robot);
            await db.SaveChangesAsync(ct);
            await db.Set<Letter>().Where(l => l.Who == who && l.State != LetterState.Sent).ExecuteDeleteAsync(ct);
            await acts.Write("notices.robot_gone", $"robot:{id:N}", new { form = robot.Form.ToString(), robot.Area }, ct);
            return true;
        }, ct);
    }

    private async Task<Trouble?> Send(Robot robot, Message message, CancellationToken patience, CancellationToken ct)
    {
        try
        {
            return await channel.Send(robot, message, patience);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Trouble("timeout");
        }
    }

    private async Task<Robot?> Find(Guid id, CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        if (await db.Set<Robot>().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } robot) return null;
        actor.Require(NoticesPermissions.Manage, robot.Area);
        return robot;
    }

    /// <summary>An address with a name and a password in it would put them into logs.</summary>
    private static bool IsWeb(string? url) =>
        url is { Length: <= 500 } && Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" };
}
