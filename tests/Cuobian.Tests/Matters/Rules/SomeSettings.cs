using Cuobian.Matters.Rules;
using Cuobian.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Matters.Rules;

/// <summary>Changes settings as the system does, in a line.</summary>
internal static class SomeSettings
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static T Get<T>(this CuobianApp app) where T : notnull => app.Services.GetRequiredService<T>();

    public static Task<T> Settings<T>(this CuobianApp app, Func<OpenCatalogue, EditDraft, PublishDraft, Task<T>> work) => app.InScope(s =>
        work(s.GetRequiredService<OpenCatalogue>(), s.GetRequiredService<EditDraft>(), s.GetRequiredService<PublishDraft>()));

    public static Task<int?> Publish(this CuobianApp app, string kind) => app.Settings(async (open, edit, publish) =>
    {
        var opened = (await open.Run(kind, Ct))!;
        if (opened.Draft is null)
        {
            // A draft that changes nothing.
            await edit.Put(kind, Guid.Empty, opened.Rows[0].Key, opened.Rows[0], Ct);
            opened = (await open.Run(kind, Ct))!;
        }
        return await publish.Run(kind, opened.Stamp, "试一试", Ct);
    });

    public static Task<string?> AddRule(this CuobianApp app, params (string, string)[] values) => app.Settings(async (open, edit, _) =>
        await edit.Put("rules", (await open.Run("rules", Ct))!.Stamp, null, new Row("", values), Ct));

    /// <summary>Sets fields of a row, or adds it, and publishes.</summary>
    public static async Task Change(this CuobianApp app, string kind, string key, params (string Name, string Value)[] values)
    {
        await app.Settings(async (open, edit, _) =>
        {
            var opened = (await open.Run(kind, Ct))!;
            var row = opened.Shown.FirstOrDefault(r => r.Key == key);
            var merged = new Dictionary<string, string>(row?.Values ?? new Dictionary<string, string>());
            foreach (var (name, value) in values) merged[name] = value;
            return await edit.Put(kind, opened.Stamp, row is null ? null : key, new Row(key, merged), Ct);
        });
        await app.Publish(kind);
    }
}
