using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;

namespace Cuobian.Exchange.Open311;

/// <summary>Writes an answer as XML or JSON in UTF-8.</summary>
internal static class ReplyWriter
{
    private static readonly XmlWriterSettings Xml = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] ToXml(Reply reply)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, Xml))
        {
            writer.WriteStartDocument();
            Element(writer, reply.Root, reply.Content);
        }
        return bytes.ToArray();
    }

    public static byte[] ToJson(Reply reply)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Json)) Value(writer, reply.Content);
        return bytes.WrittenSpan.ToArray();
    }

    public static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void Element(XmlWriter writer, string name, object? value)
    {
        writer.WriteStartElement(name);
        switch (value)
        {
            case Leaf[] leaves:
                foreach (var leaf in leaves) Element(writer, leaf.Name, leaf.Value);
                break;
            case Many many:
                foreach (var item in many.Items) Element(writer, many.Item, item);
                break;
            case not null when Written(value) is { Length: > 0 } text:
                writer.WriteString(text);
                break;
        }
        writer.WriteEndElement();
    }

    private static string Written(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        DateTimeOffset at => Instant(at),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Legible(value.ToString()!),
    };

    /// <summary>XML has no way to write control characters, and what people send back may hold some.</summary>
    private static string Legible(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) kept.Append(text[i]).Append(text[++i]);
            else if (XmlConvert.IsXmlChar(text[i])) kept.Append(text[i]);
        }
        return kept.ToString();
    }

    private static void Value(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case Leaf[] leaves:
                writer.WriteStartObject();
                foreach (var leaf in leaves)
                {
                    writer.WritePropertyName(leaf.Name);
                    Value(writer, leaf.Value);
                }
                writer.WriteEndObject();
                break;
            case Many many:
                writer.WriteStartArray();
                foreach (var item in many.Items) Value(writer, item);
                writer.WriteEndArray();
                break;
            case null or "":
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(Written(value));
                break;
        }
    }
}
