using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Places.Contracts;

namespace Cuobian.Tests.Places;

/// <summary>The shift of Chinese maps agrees with what others compute.</summary>
public sealed class CoordinatesTests
{
    public static TheoryData<string, double, double, double, double> Vectors()
    {
        var data = new TheoryData<string, double, double, double, double>();
        using var json = JsonDocument.Parse(File.ReadAllText(Town.Shared("vectors/coordinates.json")));
        foreach (var row in json.RootElement.GetProperty("rows").EnumerateArray())
        {
            var wgs = row.GetProperty("wgs84");
            foreach (var library in row.GetProperty("gcj02").EnumerateObject())
                data.Add($"{row.GetProperty("name").GetString()} ({library.Name})", wgs[0].GetDouble(), wgs[1].GetDouble(),
                    library.Value[0].GetDouble(), library.Value[1].GetDouble());
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Both_directions_agree_with_the_published_libraries(string name, double lon, double lat, double gcjLon, double gcjLat)
    {
        Assert.NotEmpty(name);
        var gcj = Coordinates.ToGcj02(new GeoPoint(lat, lon));
        Assert.Equal(gcjLon, gcj.Lon, 1e-5);
        Assert.Equal(gcjLat, gcj.Lat, 1e-5);
        var back = Coordinates.FromGcj02(new GeoPoint(gcjLat, gcjLon));
        Assert.Equal(lon, back.Lon, 1e-4);
        Assert.Equal(lat, back.Lat, 1e-4);
    }

    [Fact]
    public void The_way_there_and_back_ends_within_a_millimetre()
    {
        for (var lat = 18.0; lat < 54; lat += 0.73)
            for (var lon = 73.5; lon < 135; lon += 0.91)
            {
                var back = Coordinates.FromGcj02(Coordinates.ToGcj02(new GeoPoint(lat, lon)));
                Assert.Equal(lat, back.Lat, 1e-8);
                Assert.Equal(lon, back.Lon, 1e-8);
            }
    }

    [Theory]
    [InlineData(40.7128, -74.006)]
    [InlineData(-33.8688, 151.2093)]
    [InlineData(0, 0)]
    public void Outside_China_nothing_is_shifted(double lat, double lon)
    {
        var point = new GeoPoint(lat, lon);
        Assert.Equal(point, Coordinates.ToGcj02(point));
        Assert.Equal(point, Coordinates.FromGcj02(point));
    }

    [Fact]
    public void Systems_are_known_by_name()
    {
        Assert.Equal(Crs.Wgs84, Coordinates.Named(null));
        Assert.Equal(Crs.Wgs84, Coordinates.Named("WGS84"));
        Assert.Equal(Crs.Gcj02, Coordinates.Named("gcj02"));
        Assert.Null(Coordinates.Named("bd09"));
    }

    [Fact]
    public void Only_real_degrees_are_on_earth()
    {
        Assert.True(Coordinates.OnEarth(new GeoPoint(90, -180)));
        Assert.False(Coordinates.OnEarth(new GeoPoint(90.1, 0)));
        Assert.False(Coordinates.OnEarth(new GeoPoint(double.NaN, 0)));
        Assert.False(Coordinates.OnEarth(new GeoPoint(0, double.PositiveInfinity)));
    }
}
