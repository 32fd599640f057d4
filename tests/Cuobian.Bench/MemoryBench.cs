using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Cuobian.Demo;

namespace Cuobian.Bench;

/// <summary>People report, work and read at an even pace for an hour: what does the process hold, and does it grow?</summary>
internal static class MemoryBench
{
    private const int ReportsASecond = 4, PagesASecond = 8;
    private static readonly string[] Pages = ["/", "/areas", "/report", "/console", "/console/overdue", "/screen", "/console/inbox", "/api/v1/matters", "/me/notices"];

    private sealed record Sample(TimeSpan At, long Resident, long Heap);

    public static async Task Run(string database, string? server, TimeSpan howLong, Results results)
    {
        var place = Path.Combine(Path.GetTempPath(), $"cuobian-heap-{Guid.CreateVersion7():N}");
        await using var node = await Node.Open(database, server, ("DOTNET_STARTUP_HOOKS", typeof(MemoryBench).Assembly.Location), (StartupHook.Place, place), ("Limits__SignedInPerMinute", "100000000"));
        File.Delete(place);
        await node.Serve();
        using var stop = new CancellationTokenSource(howLong);
        var reports = 0;
        var people = Task.WhenAll(
            Every(TimeSpan.FromSeconds(1.0 / ReportsASecond), async () => await Report(node, ++reports), stop.Token),
            Read(node, stop.Token));
        var samples = await Watch(node, place, howLong, people);
        await people;
        Tell(node, samples, reports, results);
    }

    private static async Task<List<Sample>> Watch(Node node, string place, TimeSpan howLong, Task people)
    {
        var samples = new List<Sample>();
        var clock = Stopwatch.StartNew();
        var every = howLong / 20;
        while (clock.Elapsed < howLong)
        {
            await Task.WhenAny(people, Task.Delay(every));
            if (people.IsFaulted) await people;
            // What lies in memory is read first: a full collection gives some of it back.
            var resident = node.App.Memory;
            var sample = new Sample(clock.Elapsed, resident, await Heap(place));
            samples.Add(sample);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sample.At.TotalMinutes,6:0.0} min  {resident >> 20,5} MiB in memory  {sample.Heap / 1048576.0,7:0.0} MiB of objects"));
        }
        return samples;
    }

    private static void Tell(Node node, List<Sample> samples, int reports, Results results)
    {
        foreach (var sample in samples.Where((_, at) => at % 5 == 4 || at == 0))
            results.Add(new Result(node.Database, string.Create(CultureInfo.InvariantCulture, $"memory after {sample.At.TotalMinutes:0} min"), "", "", "", $"{sample.Resident >> 20} MiB in memory, {sample.Heap >> 20} MiB of objects after full collections"));
        // What is loaded and compiled once is there after the first third.
        var settled = samples.Skip(samples.Count / 3).ToList();
        results.Add(new Result(node.Database, "growth of objects in the last two thirds", "", "", "",
            string.Create(CultureInfo.InvariantCulture, $"{Slope(settled, s => s.Heap):0.0} MiB an hour; in memory {Slope(settled, s => s.Resident):0.0} MiB an hour; {reports} reports came")));
    }

    /// <summary>MiB an hour, by least squares.</summary>
    private static double Slope(List<Sample> samples, Func<Sample, long> what)
    {
        var (x, y) = (samples.Average(s => s.At.TotalHours), samples.Average(s => (double)what(s)));
        return samples.Sum(s => (s.At.TotalHours - x) * (what(s) - y)) / samples.Sum(s => Math.Pow(s.At.TotalHours - x, 2)) / 1048576;
    }

    private static async Task<long> Heap(string place)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(place));
        var answer = new byte[32];
        var count = await socket.ReceiveAsync(answer);
        return long.Parse(Encoding.ASCII.GetString(answer, 0, count), CultureInfo.InvariantCulture);
    }

    private static async Task Report(Node node, int serial)
    {
        using var answer = await node.Client.PostAsJsonAsync("/api/v1/matters", new
        {
            text = $"路灯不亮,已经第{serial}天了",
            categoryCode = "0101",
            point = new { lat = 23.905 + Random.Shared.NextDouble() * 0.03, lon = 118.305 + Random.Shared.NextDouble() * 0.1 },
        });
        if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException($"A report: {(int)answer.StatusCode}");
    }

    /// <summary>Somebody of the centre, who signs in anew every now and then.</summary>
    private static async Task Read(Node node, CancellationToken stop)
    {
        for (var page = 0; !stop.IsCancellationRequested;)
        {
            using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = node.App.Address };
            using var signedIn = await client.PostAsJsonAsync("/api/v1/session", new { login = "centre", password = DemoStaff.Password }, CancellationToken.None);
            signedIn.EnsureSuccessStatusCode();
            using var shift = CancellationTokenSource.CreateLinkedTokenSource(stop);
            shift.CancelAfter(TimeSpan.FromMinutes(1));
            await Every(TimeSpan.FromSeconds(1.0 / PagesASecond), async () =>
            {
                using var answer = await client.GetAsync(new Uri(Pages[page++ % Pages.Length], UriKind.Relative), CancellationToken.None);
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode}");
                await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            }, shift.Token);
        }
    }

    private static async Task Every(TimeSpan pace, Func<Task> act, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(pace);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) await act();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Time to go home.
        }
    }
}
