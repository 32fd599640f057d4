using Cuobian.Kernel;

namespace Cuobian.Places.Contracts;

/// <summary>The coordinate systems accepted at the edges; the store holds WGS-84 only.</summary>
public enum Crs { Wgs84, Gcj02 }

/// <summary>Converts between WGS-84 and GCJ-02, the shifted system of Chinese maps; outside China both are the same.</summary>
public static class Coordinates
{
    // The Krasovsky 1940 ellipsoid, on which the shift is defined.
    private const double Axis = 6378245.0;
    private const double Eccentricity = 0.00669342162296594323;

    /// <summary>The system with this name, in any case; WGS-84 when none is named, null when it is unknown.</summary>
    public static Crs? Named(string? name) => name switch
    {
        null or "" => Crs.Wgs84,
        _ when name.Equals("wgs84", StringComparison.OrdinalIgnoreCase) => Crs.Wgs84,
        _ when name.Equals("gcj02", StringComparison.OrdinalIgnoreCase) => Crs.Gcj02,
        _ => null,
    };

    /// <summary>The point as it is stored.</summary>
    public static GeoPoint ToWgs84(GeoPoint point, Crs from) => from == Crs.Gcj02 ? FromGcj02(point) : point;

    /// <summary>Is this a place on earth? Not so for NaN and infinity.</summary>
    public static bool OnEarth(GeoPoint point) => point is { Lat: >= -90 and <= 90, Lon: >= -180 and <= 180 };

    public static GeoPoint ToGcj02(GeoPoint wgs)
    {
        if (!InChina(wgs)) return wgs;
        double x = wgs.Lon - 105, y = wgs.Lat - 35;
        var latitude = wgs.Lat / 180 * Math.PI;
        var magic = 1 - Eccentricity * Math.Pow(Math.Sin(latitude), 2);
        var meridian = Axis * (1 - Eccentricity) / (magic * Math.Sqrt(magic));
        var parallel = Axis / Math.Sqrt(magic) * Math.Cos(latitude);
        return new GeoPoint(
            wgs.Lat + Northward(x, y) * 180 / (meridian * Math.PI),
            wgs.Lon + Eastward(x, y) * 180 / (parallel * Math.PI));
    }

    /// <summary>The shift has no closed inverse: guess, shift the guess, correct by the error, until it is a millimetre's fraction.</summary>
    public static GeoPoint FromGcj02(GeoPoint gcj)
    {
        if (!InChina(gcj)) return gcj;
        var guess = gcj;
        for (var round = 0; round < 30; round++)
        {
            var shifted = ToGcj02(guess);
            double north = gcj.Lat - shifted.Lat, east = gcj.Lon - shifted.Lon;
            guess = new GeoPoint(guess.Lat + north, guess.Lon + east);
            if (Math.Abs(north) + Math.Abs(east) < 1e-9) break;
        }
        return guess;
    }

    private static bool InChina(GeoPoint point) =>
        point is { Lon: >= 72.004 and <= 137.8347, Lat: >= 0.8293 and <= 55.8271 };

    private static double Northward(double x, double y) =>
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.Sqrt(Math.Abs(x))
        + (20 * Math.Sin(6 * x * Math.PI) + 20 * Math.Sin(2 * x * Math.PI)) * 2 / 3
        + (20 * Math.Sin(y * Math.PI) + 40 * Math.Sin(y / 3 * Math.PI)) * 2 / 3
        + (160 * Math.Sin(y / 12 * Math.PI) + 320 * Math.Sin(y * Math.PI / 30)) * 2 / 3;

    private static double Eastward(double x, double y) =>
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.Sqrt(Math.Abs(x))
        + (20 * Math.Sin(6 * x * Math.PI) + 20 * Math.Sin(2 * x * Math.PI)) * 2 / 3
        + (20 * Math.Sin(x * Math.PI) + 40 * Math.Sin(x / 3 * Math.PI)) * 2 / 3
        + (150 * Math.Sin(x / 12 * Math.PI) + 300 * Math.Sin(x / 30 * Math.PI)) * 2 / 3;
}
