using System.Text.Json;
using System.Xml.Linq;

namespace Cuobian.Tests.Exchange;

/// <summary>A client in another language, in a process of its own, uses the service from discovery to tracking.</summary>
public sealed class Open311ClientTests
{
    [Fact]
    public async Task A_foreign_client_discovers_lists_posts_and_tracks()
    {
        var (app, key, address) = await Outside.CityOnAPort();
        await using var closing = app;
        var told = await Outside.Node("open311-client.mjs", $"{address}/open311/discovery.json", key, Outside.Lat, Outside.Lon);

        var seen = JsonDocument.Parse(told).RootElement;
        var number = seen.GetProperty("posted").GetProperty("service_request_id").GetString()!;
        Assert.Equal(12, number.Length);
        Assert.Equal("open", seen.GetProperty("tracked").GetProperty("status").GetString());
        Assert.Contains(seen.GetProperty("listed").EnumerateArray(), id => id.GetString() == number);
        Assert.Equal(number, XDocument.Parse(seen.GetProperty("xml").GetProperty("body").GetString()!).Root!.Element("request")!.Element("service_request_id")!.Value);
        Assert.Equal(403, seen.GetProperty("refused").GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("token").GetProperty("service_request_id").ValueKind);
        Assert.DoesNotContain("13800138000", told, StringComparison.Ordinal);
        Assert.DoesNotContain("东门口", told, StringComparison.Ordinal);
    }
}
