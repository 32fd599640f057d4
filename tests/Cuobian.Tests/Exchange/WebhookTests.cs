using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cuobian.Exchange.Partners;
using Cuobian.Kernel;
using Cuobian.Tests.Places;
using Cuobian.Web;
using Microsoft.Extensions.Options;

namespace Cuobian.Tests.Exchange;

/// <summary>Signatures, envelopes, back-off and the way out, without a network.</summary>
public sealed class WebhookTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Town.Shared("vectors/standard-webhooks.json"))).RootElement;
    private static readonly JsonElement Events = JsonDocument.Parse(File.ReadAllText(Town.Shared("vectors/cloudevents.json"))).RootElement;

    [Fact]
    public void Our_signatures_are_those_of_the_reference()
    {
        var secret = Vectors.GetProperty("secret").GetString()!;
        foreach (var signed in Vectors.GetProperty("signed").EnumerateArray().Prepend(Vectors.GetProperty("reference")))
            Assert.Equal(signed.GetProperty("signature").GetString(), Webhook.Sign(secret, signed.GetProperty("id").GetString()!, signed.GetProperty("timestamp").GetInt64(), Bytes(signed)));
    }

    [Theory]
    [InlineData("must_verify", true)]
    [InlineData("must_reject", false)]
    public void What_must_be_taken_is_taken_and_what_must_not_is_not(string which, bool good)
    {
        foreach (var sample in Vectors.GetProperty(which).EnumerateArray())
        {
            var headers = sample.GetProperty("headers");
            string? Header(string name) => headers.TryGetProperty(name, out var value) ? value.GetString() : null;
            var now = DateTimeOffset.FromUnixTimeSeconds(sample.GetProperty("now").GetInt64());
            var verified = Webhook.Verify([Vectors.GetProperty("secret").GetString()!], Header(Webhook.IdHeader), Header(Webhook.TimestampHeader), Header(Webhook.SignatureHeader), Bytes(sample), now);
            Assert.True(verified == good, sample.GetProperty("why").GetString());
        }
    }

    [Fact]
    public void Events_of_the_specification_are_read()
    {
        foreach (var sample in Events.GetProperty("valid").EnumerateArray())
        {
            var json = sample.GetProperty("event");
            var read = CloudEvent.Read(Encoding.UTF8.GetBytes(json.GetRawText()));
            Assert.Equal(json.GetProperty("id").GetString(), read.Id);
            Assert.Equal(json.GetProperty("data").GetRawText(), read.Data!.Value.GetRawText());
            Assert.Equal(DateTimeOffset.Parse(json.GetProperty("time").GetString()!, CultureInfo.InvariantCulture), read.Time);
        }
    }

    [Theory]
    [InlineData("id", null)]
    [InlineData("source", null)]
    [InlineData("type", null)]
    [InlineData("specversion", null)]
    [InlineData("id", "\"\"")]
    [InlineData("Extension", "1")]
    [InlineData("an_extension", "1")]
    [InlineData("data_base64", "\"AA==\"")]
    [InlineData("time", "\"yesterday\"")]
    [InlineData("time", "\"2018-04-05\"")]
    public void An_event_that_breaks_a_rule_is_refused_at_that_attribute(string attribute, string? value)
    {
        var json = JsonNode.Parse(Events.GetProperty("valid")[2].GetProperty("event").GetRawText())!.AsObject();
        json.Remove(attribute);
        if (value is not null) json[attribute] = JsonNode.Parse(value);
        Assert.Equal(attribute, Assert.Throws<Invalid>(() => CloudEvent.Read(Encoding.UTF8.GetBytes(json.ToJsonString()))).Faults.Single().Field);
    }

    [Fact]
    public void What_we_write_can_be_read()
    {
        var at = new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.FromHours(8));
        var read = CloudEvent.Read(Encoding.UTF8.GetBytes(CloudEvent.Write("1", "/cuobian/3599", TellPartners.Type, "260312345678", at, new { State = "Closed" })));
        Assert.Equal(("1", "/cuobian/3599", TellPartners.Type, "260312345678", at), (read.Id, read.Source, read.Type, read.Subject, read.Time!.Value));
        Assert.Equal("Closed", read.Data!.Value.GetProperty("state").GetString());
    }

    [Fact]
    public void After_the_last_attempt_a_message_waits_for_a_person_and_can_be_sent_again()
    {
        var at = DateTimeOffset.UnixEpoch;
        var delivery = new Delivery { Id = Guid.CreateVersion7(at), PartnerId = Guid.Empty, Number = "1", Type = "t", Body = "{}", At = at, DueAt = at };
        foreach (var wait in Delivery.Waits)
        {
            delivery.Failed(500, "HTTP 500", at);
            Assert.Equal((DeliveryState.Waiting, at + wait), (delivery.State, delivery.DueAt));
        }
        delivery.Failed(500, "HTTP 500", at);
        Assert.Equal(DeliveryState.Dead, delivery.State);
        delivery.SendAgain(at);
        Assert.Equal((DeliveryState.Waiting, 0), (delivery.State, delivery.Attempts));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("10.9.2.3", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("203.208.40.1", true)]
    [InlineData("2400:3200::1", true)]
    public void Only_open_and_allowed_addresses_are_reached(string address, bool open)
    {
        using var outward = new Outward(Options.Create(new OutwardSettings { AllowNetworks = "10.9.0.0/16" }));
        Assert.Equal(open, outward.MayReach(IPAddress.Parse(address)));
    }

    [Fact]
    public async Task A_private_address_is_refused_before_anything_is_sent()
    {
        using var partner = await ForeignSystem.Start();
        using var outward = new Outward(Options.Create(new OutwardSettings()));
        await Assert.ThrowsAsync<HttpRequestException>(() => outward.Client.GetAsync(partner.Address, TestContext.Current.CancellationToken));
        Assert.Empty(await partner.Heard());
    }

    private static byte[] Bytes(JsonElement sample) => Encoding.UTF8.GetBytes(sample.GetProperty("payload").GetString()!);
}
