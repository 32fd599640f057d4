using System.Globalization;
using System.Text;
using System.Xml;
using Cuobian.Exchange.Open311;
using Cuobian.Matters.Contracts;

namespace Cuobian.Exchange.OpenData;

/// <summary>Public matters as a feed to subscribe to (Atom, RFC 4287, with GeoRSS points).</summary>
internal static class AtomFile
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Geo = "http://www.georss.org/georss";
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false) };

    public static byte[] Write(OpenPage page, RequestFields requests, string title)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xmlns", "georss", null, Geo);
            Text(xml, "id", page.Self);
            Text(xml, "title", title);
            Text(xml, "updated", ReplyWriter.Instant(page.Items.Count == 0 ? DateTimeOffset.UnixEpoch : page.Items.Max(m => m.UpdatedAt)));
            Text(xml, "rights", page.Licence);
            xml.WriteStartElement("author", Atom);
            Text(xml, "name", title);
            xml.WriteEndElement();
            Link(xml, "self", page.Self);
            Link(xml, "license", page.Licence);
            if (page.Next is not null) Link(xml, "next", page.Next);
            foreach (var m in page.Items) Entry(xml, m, requests);
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private static void Entry(XmlWriter xml, ListedMatter m, RequestFields requests)
    {
        xml.WriteStartElement("entry", Atom);
        Text(xml, "id", $"urn:uuid:{m.Id}");
        Text(xml, "title", m.Description);
        Text(xml, "published", ReplyWriter.Instant(m.RegisteredAt));
        Text(xml, "updated", ReplyWriter.Instant(m.UpdatedAt));
        Text(xml, "summary", $"{m.Number} {requests.Notes(m)}");
        xml.WriteStartElement("category", Atom);
        xml.WriteAttributeString("term", m.Category);
        xml.WriteAttributeString("label", m.CategoryName);
        xml.WriteEndElement();
        if (m.GridCentre is { } centre) xml.WriteElementString("point", Geo, string.Create(CultureInfo.InvariantCulture, $"{centre.Lat} {centre.Lon}"));
        xml.WriteEndElement();
    }

    private static void Text(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Atom, value);

    private static void Link(XmlWriter xml, string rel, string href)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", href);
        xml.WriteEndElement();
    }
}
