using System.Net.ServerSentEvents;
using Cuobian.Matters;
using Cuobian.Tests.Matters;
using Cuobian.Tests.Support;

namespace Cuobian.Tests.Live;

/// <summary>An open page of staff hears at once of matters they may read, on every node, and of no others.</summary>
public sealed class WatchMattersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Staff_hear_of_a_report_at_once_and_of_what_became_of_it()
    {
        await using var ward = await Ward.Open();
        await using var line = await Line.Open(ward.Boss);
        var told = await ward.In(MatterState.Triage);
        Assert.Equal(told.Number, await line.NextMatter());
        await ward.Do(told, "dispatch", new { unitCode = Ward.Lead });
        Assert.Equal(told.Number, await line.NextMatter());
    }

    [Fact]
    public async Task Strangers_get_the_sign_in_page_and_no_line()
    {
        await using var ward = await Ward.Open();
        using var answer = await ward.Stranger.GetAsync(WatchMatters.Path, Ct);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_happens_on_one_node_is_heard_on_another()
    {
        Assert.SkipWhen(TestDatabase.Server is null, "SQLite serves one node.");
        await using var ward = await Ward.Open();
        await using var node = ward.App.AnotherNode();
        using var boss = node.CreateClient();
        boss.DefaultRequestHeaders.Authorization = ward.Boss.DefaultRequestHeaders.Authorization;
        await using var line = await Line.Open(boss);
        var heard = line.NextMatter();
        var told = new List<string>();
        // The line between the nodes may take a moment to come up; what happens before is not heard.
        while (!heard.IsCompleted)
        {
            told.Add((await ward.In(MatterState.Triage)).Number);
            await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(300), Ct));
        }
        Assert.Contains(await heard, told);
    }

    private sealed class Line(HttpResponseMessage answer, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
    {
        public static async Task<Line> Open(HttpClient by)
        {
            var answer = await by.GetAsync(WatchMatters.Path, HttpCompletionOption.ResponseHeadersRead, Ct);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            var events = SseParser.Create(await answer.Content.ReadAsStreamAsync(Ct)).EnumerateAsync(Ct).GetAsyncEnumerator(Ct);
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience, Ct));
            Assert.Equal("beat", events.Current.EventType);
            return new Line(answer, events);
        }

        public async Task<string> NextMatter()
        {
            do Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience, Ct));
            while (events.Current.EventType != "matter");
            return events.Current.Data;
        }

        public async ValueTask DisposeAsync()
        {
            answer.Dispose();
            await events.DisposeAsync();
        }
    }
}
