using NetTopologySuite.Geometries;

namespace Cuobian.Places;

/// <summary>Lays a small part of the earth flat around a latitude, so that lengths and areas come out in metres.</summary>
internal sealed class LocalMetres(double latitude)
{
    /// <summary>Metres in one degree of latitude, on a sphere with the mean radius of the earth.</summary>
    public const double PerDegree = 6371008.8 * Math.PI / 180;

    private readonly double perDegreeOfLongitude = PerDegree * Math.Cos(latitude * Math.PI / 180);

    public Geometry Flatten(Geometry degrees)
    {
        var flat = degrees.Copy();
        flat.Apply(new Scale(perDegreeOfLongitude, PerDegree));
        flat.GeometryChanged();
        return flat;
    }

    public Coordinate Degrees(Coordinate metres) => new(metres.X / perDegreeOfLongitude, metres.Y / PerDegree);

    private sealed class Scale(double x, double y) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence sequence, int at)
        {
            sequence.SetX(at, sequence.GetX(at) * x);
            sequence.SetY(at, sequence.GetY(at) * y);
        }
    }
}
