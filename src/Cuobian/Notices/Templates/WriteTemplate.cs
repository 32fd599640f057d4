using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Notices.Contracts;
using Cuobian.Web;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Templates;

/// <summary>Somebody writes their own words for a topic, looks at them first, or goes back to the shipped ones.</summary>
internal sealed class WriteTemplate(CuobianDb db, Actor actor, IActLedger acts, TimeProvider time)
{
    public const int LongestTitle = 100;
    public const int LongestText = 1000;

    public sealed class Form
    {
        public string? Topic { get; set; }
        public Way Way { get; set; }
        public bool English { get; set; }
        public string? Title { get; set; }
        public string? Text { get; set; }
    }

    public static void Map(IEndpointRouteBuilder notices)
    {
        notices.MapPost("/templates", async (Form? form, WriteTemplate write, CancellationToken ct) =>
            await write.Run(form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Write the words of a topic for one way and language.");
        notices.MapPost("/templates/preview", (Form? form, WriteTemplate write) =>
            write.Preview(form ?? new()) is { } shown ? Results.Ok(shown) : Results.NotFound()).WithSummary("The words as somebody would read them.");
        notices.MapPost("/templates/reset", async (Form? form, WriteTemplate write, CancellationToken ct) =>
            await write.Reset(form ?? new(), ct) ? Results.NoContent() : Results.NotFound()).WithSummary("Back to the shipped words.");
    }

    public async Task<bool> Run(Form form, CancellationToken ct)
    {
        if (!Knows(form)) return false;
        var template = Checked(form);
        await db.InOneTransaction(async () =>
        {
            var known = await Written(form).SingleOrDefaultAsync(ct);
            if (known is null) db.Add(known = new ChangedTemplate { Topic = form.Topic!, Way = form.Way, English = form.English, Title = "", Text = "", At = time.GetUtcNow() });
            (known.Title, known.Text, known.At, known.By) = (template.Title, template.Text, time.GetUtcNow(), actor.Account);
            await db.SaveChangesAsync(ct);
            await acts.Write("notices.template_written", Subject(form), new { template.Title, template.Text }, ct);
            return true;
        }, ct);
        return true;
    }

    /// <summary>With an example in the place of every placeholder.</summary>
    public Template? Preview(Form form)
    {
        if (!Knows(form)) return null;
        var template = Checked(form);
        var example = new Dictionary<string, string>
        {
            ["number"] = "261122483917",
            ["category"] = ShippedTemplates.Frame("example_category", form.English),
            ["place"] = ShippedTemplates.Frame("example_place", form.English),
            ["unit"] = ShippedTemplates.Frame("example_unit", form.English),
            ["due"] = When(time.GetUtcNow().AddDays(2)),
            ["time"] = When(time.GetUtcNow()),
            ["link"] = "/matters/261122483917",
        };
        return new Template(template.TitleWith(example), template.TextWith(example));
    }

    public async Task<bool> Reset(Form form, CancellationToken ct)
    {
        if (!Knows(form)) return false;
        await db.InOneTransaction(async () =>
        {
            if (await Written(form).ExecuteDeleteAsync(ct) > 0) await acts.Write("notices.template_reset", Subject(form), null, ct);
            return true;
        }, ct);
        return true;
    }

    public static string When(DateTimeOffset at) => TimeWords.Local(at).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private bool Knows(Form form)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        return Topics.Find(form.Topic) is { } topic && topic.By.Contains(form.Way);
    }

    private static Template Checked(Form form)
    {
        var faults = new Faults()
            .Required(form.Title, "title").AtMost(form.Title, LongestTitle, "title")
            .Required(form.Text, "text").AtMost(form.Text, LongestText, "text");
        Placeholders.Check(faults, "title", form.Title ?? "", form.Way);
        Placeholders.Check(faults, "text", form.Text ?? "", form.Way);
        faults.Throw();
        return new Template(form.Title!.Trim(), form.Text!.Trim());
    }

    private IQueryable<ChangedTemplate> Written(Form form) =>
        db.Set<ChangedTemplate>().Where(t => t.Topic == form.Topic && t.Way == form.Way && t.English == form.English);

    private static string Subject(Form form) => $"template:{form.Topic}:{form.Way}:{(form.English ? "en" : "zh-CN")}";
}
