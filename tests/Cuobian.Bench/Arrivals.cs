using System.Globalization;
using System.Text.Json;

namespace Cuobian.Bench;

/// <summary>When, of which kind and where people report: the shapes of real arrivals in <c>arrivals.json</c>, in bursts and skewed.</summary>
internal sealed class Arrivals
{
    private static readonly Profile Shapes = Read();
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);
    private readonly double[] kinds, places;

    private sealed record Profile(double[] Hour, double[] WeekdayFromMonday, double KindExponent, double GiniOfPlaces, double SeenBefore, Dictionary<string, double> HoursUntilDone);

    public Arrivals(int kinds, int places, int seed)
    {
        var random = new Random(seed);
        this.kinds = Summed(Enumerable.Range(1, kinds).Select(rank => Math.Pow(rank, -Shapes.KindExponent)));
        // Log-normal weights with this spread have the measured inequality.
        var spread = Bisect(x => Erf(x / 2) < Shapes.GiniOfPlaces);
        this.places = Summed(Enumerable.Range(0, places).Select(_ => Math.Exp(spread * Normal(random))));
    }

    /// <summary>How often a report is about what somebody reported just before.</summary>
    public static double SeenBefore => Shapes.SeenBefore;

    public int Kind(Random random) => Pick(kinds, random);

    public int Place(Random random) => Pick(places, random);

    /// <summary>Instants between two, in order: more by day and in the week, in bursts.</summary>
    public static List<DateTimeOffset> Times(DateTimeOffset from, DateTimeOffset to, int count, Random random)
    {
        var (most, span, times) = (Shapes.Hour.Max() * Shapes.WeekdayFromMonday.Max(), to - from, new List<DateTimeOffset>(count));
        while (times.Count < count)
        {
            var at = from + span * random.NextDouble();
            var local = at.ToOffset(Zone);
            if (random.NextDouble() * most > Shapes.Hour[local.Hour] * Shapes.WeekdayFromMonday[((int)local.DayOfWeek + 6) % 7]) continue;
            times.Add(at);
            while (times.Count < count && random.NextDouble() < SeenBefore && at + TimeSpan.FromMinutes(random.Next(1, 20)) is var next && next < to) times.Add(next);
        }
        times.Sort();
        return times;
    }

    /// <summary>From the report until the work is done, between the measured quantiles.</summary>
    public static TimeSpan UntilDone(Random random)
    {
        var known = Shapes.HoursUntilDone.Select(q => (At: double.Parse(q.Key, CultureInfo.InvariantCulture), Hours: q.Value)).OrderBy(q => q.At).ToList();
        var at = random.NextDouble();
        var above = known.FindIndex(q => q.At >= at);
        if (above < 0) return TimeSpan.FromHours(known[^1].Hours);
        var (low, high) = (above == 0 ? (At: 0, Hours: 0) : known[above - 1], known[above]);
        return TimeSpan.FromHours(low.Hours + (high.Hours - low.Hours) * (at - low.At) / (high.At - low.At));
    }

    private static int Pick(double[] summed, Random random)
    {
        var found = Array.BinarySearch(summed, random.NextDouble() * summed[^1]);
        return Math.Min(found < 0 ? ~found : found, summed.Length - 1);
    }

    private static double[] Summed(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Abramowitz and Stegun 7.1.26, good to seven digits.</summary>
    private static double Erf(double x)
    {
        var t = 1 / (1 + 0.3275911 * x);
        return 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.Exp(-x * x);
    }

    private static double Bisect(Func<double, bool> isLow)
    {
        var (low, high) = (0.0, 10.0);
        for (var i = 0; i < 60; i++)
            if ((low + high) / 2 is var middle && isLow(middle)) low = middle;
            else high = middle;
        return low;
    }

    private static Profile Read()
    {
        using var stream = typeof(Arrivals).Assembly.GetManifestResourceStream("Cuobian.Bench.arrivals.json")!;
        return JsonSerializer.Deserialize<Profile>(stream, JsonSerializerOptions.Web)!;
    }
}
