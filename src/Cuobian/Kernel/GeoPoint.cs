namespace Cuobian.Kernel;

/// <summary>A place on earth in degrees, WGS-84.</summary>
public readonly record struct GeoPoint(double Lat, double Lon);
