using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Everything a decoder made of a stream, in order.</summary>
internal sealed class DecodedLine : IDecoderSink
{
    public List<Reading> Readings { get; } = [];

    public List<Rejected> Rejections { get; } = [];

    public void OnReading(Reading reading) => Readings.Add(reading.Copy());

    public void OnRejected(Rejected rejected) => Rejections.Add(rejected with { Bytes = rejected.Bytes.ToArray() });

    /// <summary>A decoder set up for this meter: its keys, and its time zone.</summary>
    public MeterDecoder Decoder(SimulatedMeter meter) => new(OptionsFor(meter), this);

    public static DecoderOptions OptionsFor(SimulatedMeter meter) => new()
    {
        TimeZone = ZoneOf(meter),
        Keys = meter.Keys is null ? KeyRing.Empty : new KeyRing(new MeterKeys(meter.Keys.Encryption, meter.Keys.Authentication)),
    };

    private static TimeZoneInfo ZoneOf(SimulatedMeter meter) =>
        TimeZoneInfo.FindSystemTimeZoneById(meter.Clock.StandardOffsetMinutes == 120 ? "Europe/Vilnius" : "Europe/Amsterdam");
}
