using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Notices.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Notices.Templates;

/// <summary>Answers the template of a topic for a way and a language: the written one, else the shipped one.</summary>
internal sealed class FindTemplates(CuobianDb db, Actor actor)
{
    /// <summary>One template as the page shows it.</summary>
    public sealed record Shown(Topic Topic, Way Way, bool English, Template Now, bool Changed);

    public async Task<Func<string, Way, bool, Template>> Of(IReadOnlyCollection<string> topics, CancellationToken ct)
    {
        var changed = await db.Set<ChangedTemplate>().AsNoTracking().Where(t => topics.Contains(t.Topic))
            .ToDictionaryAsync(t => (t.Topic, t.Way, t.English), t => new Template(t.Title, t.Text), ct);
        return (topic, way, english) => changed.GetValueOrDefault((topic, way, english)) ?? ShippedTemplates.For(topic, way, english);
    }

    public async Task<Shown?> One(string? topic, Way way, bool english, CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        if (Topics.Find(topic) is not { } found || !found.By.Contains(way)) return null;
        var changed = await db.Set<ChangedTemplate>().AsNoTracking().SingleOrDefaultAsync(t => t.Topic == topic && t.Way == way && t.English == english, ct);
        return new Shown(found, way, english, changed is null ? ShippedTemplates.For(found.Code, way, english) : new Template(changed.Title, changed.Text), changed is not null);
    }

    public async Task<HashSet<string>> Changed(CancellationToken ct)
    {
        actor.RequireSomewhere(NoticesPermissions.Manage);
        return await db.Set<ChangedTemplate>().Select(t => t.Topic).ToHashSetAsync(ct);
    }
}
