using System.IO.Compression;
using System.Text;

namespace Cuobian.Matters.Words;

/// <summary>Stores a model in little room: one byte a weight with one scale a row, compressed; no text can be read from it.</summary>
internal static class ModelFile
{
    private const string Kind = "cuobian-text-model";
    private const int Format = 1;

    /// <summary>More than any model has; keeps a damaged file from asking for all memory.</summary>
    private const int Most = 4_000_000;

    public static byte[] Write(TextModel model)
    {
        using var file = new MemoryStream();
        using (var packed = new BrotliStream(file, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new BinaryWriter(packed, Encoding.UTF8))
        {
            WriteHead(writer, model);
            foreach (var label in model.Labels) writer.Write(label);
            foreach (var bias in model.Bias.AsSpan(0, model.Labels.Count)) writer.Write(bias);
            foreach (var hash in model.Hashes) writer.Write(hash);
            foreach (var idf in model.Idf) writer.Write((Half)idf);
            for (var row = 0; row < model.Hashes.Length; row++) WriteRow(writer, model.Weights.AsSpan(row * model.Width, model.Labels.Count));
        }
        return file.ToArray();
    }

    /// <summary>Reads a model; throws <see cref="InvalidDataException"/> when it is none.</summary>
    public static TextModel Read(Stream file)
    {
        using var unpacked = new BrotliStream(file, CompressionMode.Decompress);
        using var reader = new BinaryReader(unpacked, Encoding.UTF8);
        try
        {
            if (reader.ReadString() != Kind || reader.ReadInt32() != Format) throw new InvalidDataException("This is no model of this program.");
            return ReadBody(reader);
        }
        catch (Exception broken) when (broken is EndOfStreamException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The model file is damaged.", broken);
        }
    }

    private static TextModel ReadBody(BinaryReader reader)
    {
        var (trainedOn, temperature, figures) = (reader.ReadString(), reader.ReadDouble(), ReadFigures(reader));
        var (count, rows) = (reader.ReadInt32(), reader.ReadInt32());
        if (count is < 1 or > 10_000 || rows is < 0 or > Most) throw new InvalidDataException("The model file is damaged.");
        var labels = Enumerable.Range(0, count).Select(_ => reader.ReadString()).ToList();
        var width = TextModel.WidthFor(count);
        var bias = new float[width];
        for (var label = 0; label < count; label++) bias[label] = reader.ReadSingle();
        var hashes = new uint[rows];
        for (var row = 0; row < rows; row++) hashes[row] = reader.ReadUInt32();
        var idf = new float[rows];
        for (var row = 0; row < rows; row++) idf[row] = (float)reader.ReadHalf();
        var weights = new float[rows * width];
        for (var row = 0; row < rows; row++) ReadRow(reader, weights.AsSpan(row * width, count));
        return new TextModel(labels, hashes, idf, weights, bias) { Temperature = temperature, Figures = figures, TrainedOn = trainedOn };
    }

    private static void WriteHead(BinaryWriter writer, TextModel model)
    {
        writer.Write(Kind);
        writer.Write(Format);
        writer.Write(model.TrainedOn);
        writer.Write(model.Temperature);
        var figures = model.Figures ?? new Figures(0, 0, 0, 0, 0);
        writer.Write(figures.Texts);
        foreach (var figure in (double[])[figures.Top1, figures.Top3, figures.MacroF1, figures.CalibrationError]) writer.Write(figure);
        writer.Write(model.Labels.Count);
        writer.Write(model.Hashes.Length);
    }

    private static Figures ReadFigures(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    private static void WriteRow(BinaryWriter writer, ReadOnlySpan<float> row)
    {
        var greatest = 0f;
        foreach (var weight in row) greatest = Math.Max(greatest, Math.Abs(weight));
        var scale = greatest / sbyte.MaxValue;
        writer.Write(scale);
        foreach (var weight in row) writer.Write((sbyte)(scale == 0 ? 0 : MathF.Round(weight / scale)));
    }

    private static void ReadRow(BinaryReader reader, Span<float> row)
    {
        var scale = reader.ReadSingle();
        for (var label = 0; label < row.Length; label++) row[label] = reader.ReadSByte() * scale;
    }
}
