using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Mqtt;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What the broker remembers of registers that something is added to, and what a run makes of it that has lost its own memory or has an older one.</summary>
public sealed class CarryTests
{
    private const string Carry = "esp-smart-meter/m1/carry", Registers = "esp-smart-meter/m1/registers", Gas = "esp-smart-meter/m1/G1/registers";

    [Fact]
    public void Nothing_is_remembered_where_nothing_is_added()
    {
        using Installation installation = new();
        Send(installation.Connected(), 2000);
        Assert.Empty(installation.On(Carry));
    }

    [Fact]
    public void Offset_and_value_are_told_before_the_register_is_published()
    {
        using Installation installation = new();
        Continued(installation);
        List<MqttMessage> sent = installation.Sent;
        int published = sent.FindLastIndex(message => message.Topic == Registers), told = sent.FindLastIndex(message => message.Topic == Carry);
        Assert.True(told < published && sent[told].Retain);
        JsonElement register = JsonDocument.Parse(sent[told].Text).RootElement.GetProperty("1-0:1.8.0");
        Assert.Equal(
            (2000.1m, 50000.1m, -48000m), (register.GetProperty("value").GetDecimal(), register.GetProperty("own").GetDecimal(), register.GetProperty("offset").GetDecimal()));
        Assert.Equal(2000.1m, Number(installation));
    }

    [Fact]
    public void A_lost_data_folder_goes_on_with_the_offset()
    {
        using Installation before = new();
        Continued(before);

        using Installation lost = Lost(before);
        Send(lost, 50000.3m);
        Assert.Equal([2000.3m], Published(lost).Distinct());
    }

    [Fact]
    public void A_telegram_that_comes_before_the_brokers_word_is_published_with_the_offset()
    {
        using Installation before = new();
        Continued(before);
        using Installation lost = new(start: before.Now);
        lost.Publisher.OnConnected(lost.Now);
        lost.Take("m1", Energy(50000.3m));
        Assert.Empty(lost.On(Registers));
        lost.Publisher.OnMessage(before.Sent.Last(message => message.Topic == Carry), lost.Now);
        lost.HearOwnStatus();
        Assert.Equal([2000.3m], Published(lost));
    }

    [Fact]
    public void Where_the_broker_says_nothing_registers_wait_three_seconds()
    {
        using Installation installation = new();
        installation.Publisher.OnConnected(installation.Now);
        installation.Take("m1", Energy(1));
        installation.Advance(2);
        Assert.Empty(installation.On(Registers));
        installation.Advance(1);
        Assert.Equal([1m], Published(installation));
    }

    [Fact]
    public void Another_meter_after_the_loss_is_held_until_it_is_known_for_one()
    {
        using Installation before = new();
        Continued(before);

        using Installation lost = Lost(before);
        Send(lost, 3);
        Send(lost, 3.1m);
        Assert.All(Published(lost), number => Assert.Equal(2000.1m, number));
        for (int telegram = 0; telegram < 10; telegram++)
            Send(lost, 3.2m);
        Assert.Equal(3.2m, Number(lost));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_newer_offset_counts(bool brokerIsNewer)
    {
        using Installation installation = new();
        StoredState older = Stored(Continued(installation));
        MqttMessage olderCarry = installation.Sent.Last(message => message.Topic == Carry);
        installation.Meters.DropOffsets("m1");
        Send(installation, 50000.2m);

        using Installation next = new(start: installation.Now, lastRun: brokerIsNewer ? older : Stored(installation));
        next.Publisher.OnConnected(next.Now);
        next.Publisher.OnMessage(brokerIsNewer ? installation.Sent.Last(message => message.Topic == Carry) : olderCarry, next.Now);
        next.HearOwnStatus();
        Send(next, 50000.3m);
        Assert.Equal(50000.3m, Number(next));
    }

    [Fact]
    public void A_register_that_is_held_is_remembered_too()
    {
        using Installation before = new();
        Stepped(before.Connected());

        using Installation lost = Lost(before);
        Send(lost, 50000.1m);
        Send(lost, 50000.1m);
        Assert.All(Published(lost), number => Assert.Equal(2000, number));
    }

    [Fact]
    public void A_gas_meters_offset_is_remembered_under_its_id()
    {
        using Installation before = new();
        SendGas(before.Connected(), 500, 0);
        for (int hour = 1; hour < 5; hour++)
            SendGas(before, 9000, hour);
        before.Meters.Decide("m1", Decision.Continue);
        SendGas(before, 9001, 5);
        Assert.True(before.Last(Carry).TryGetProperty("G1/0-1:24.2.1", out _));

        using Installation lost = Lost(before);
        SendGas(lost, 9002, 6);
        Assert.Equal(502, lost.Last(Gas).GetProperty("reading").GetDecimal());
    }

    [Fact]
    public void A_totals_offset_is_remembered()
    {
        using Installation before = new();
        before.Connected();
        before.Take("m1", ("1-0:1.8.1", 1000, Unit.KilowattHour), ("1-0:1.8.2", 2000, Unit.KilowattHour));
        before.Advance(61);
        (string, decimal, Unit)[] all = [("1-0:1.8.1", 1000, Unit.KilowattHour), ("1-0:1.8.2", 2000, Unit.KilowattHour), ("1-0:1.8.3", 500, Unit.KilowattHour)];
        before.Take("m1", all);
        before.Advance(61);

        using Installation lost = Lost(before);
        lost.Take("m1", all);
        lost.Advance(5);
        Assert.Equal(3000, lost.Last(Registers).GetProperty("energy_import_total").GetDecimal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"1-0:1.8.0\":{\"value\":\"2\"}}")]
    [InlineData("{\"1-0:1.8.0\":{\"value\":-2,\"offset\":5,\"since\":\"2099-01-01T00:00:00Z\"}}")]
    [InlineData("{\"m1/m1/1-0:1.8.0\":{\"value\":2,\"offset\":5,\"since\":\"2099-01-01T00:00:00Z\"}}")]
    [InlineData("{\"1-0:1.8.0\":{\"value\":2,\"offset\":5,\"since\":\"soon\"}}")]
    public void What_is_no_such_message_changes_nothing(string text)
    {
        using Installation installation = new();
        installation.Publisher.OnConnected(installation.Now);
        installation.Publisher.OnMessage(new MqttMessage(Carry, System.Text.Encoding.UTF8.GetBytes(text), true, MqttQuality.AtLeastOnce), installation.Now);
        installation.HearOwnStatus();
        Send(installation, 7);
        Assert.Equal(7, Number(installation));
    }

    private static Installation Continued(Installation installation)
    {
        Stepped(installation.Connected());
        installation.Meters.Decide("m1", Decision.Continue);
        return Send(installation, 50000.1m);
    }

    private static void Stepped(Installation installation)
    {
        Send(installation, 2000);
        for (int telegram = 0; telegram < 4; telegram++)
            Send(installation, 50000);
    }

    /// <summary>A run with nothing but what the broker remembers.</summary>
    private static Installation Lost(Installation before)
    {
        Installation lost = new(start: before.Now);
        lost.Publisher.OnConnected(lost.Now);
        lost.Publisher.OnMessage(before.Sent.Last(message => message.Topic == Carry), lost.Now);
        lost.HearOwnStatus();
        return lost;
    }

    private static StoredState Stored(Installation installation) => JsonSerializer.Deserialize(
        JsonSerializer.SerializeToUtf8Bytes(installation.Meters.Stored(), StoredStateJson.Default.StoredState), StoredStateJson.Default.StoredState)!;

    private static Installation Send(Installation installation, decimal kilowattHours)
    {
        installation.Take("m1", Energy(kilowattHours));
        installation.Advance(150);
        return installation;
    }

    private static void SendGas(Installation installation, decimal cubicMetres, int hour)
    {
        Reading reading = new() { MeterId = "m1" };
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), 1, Unit.Watt));
        foreach (Measurement measurement in EspSmartMeter.Tests.Meters.Telegrams.Gas(1, "G1", cubicMetres, new DateTime(2026, 3, 10).AddHours(hour)))
            reading.Add(measurement);
        installation.Take(reading);
        installation.Advance(3600);
    }

    private static (string, decimal, Unit) Energy(decimal kilowattHours) => ("1-0:1.8.0", kilowattHours, Unit.KilowattHour);

    private static decimal Number(Installation installation) => Published(installation).Last();

    private static decimal[] Published(Installation installation) =>
        [.. installation.On(Registers).Select(state => JsonDocument.Parse(state).RootElement.GetProperty("energy_import").GetDecimal())];
}
