using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// Whatever a sound frame holds: nothing is thrown, and what is read of it can be written. The checksums that keep damage from the payloads' readers
/// are left out: P1 and SML are read without, and DLMS comes as a bare LLC PDU.
/// </summary>
public class PayloadFuzzTests
{
    private const int PayloadsOfEach = 150;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private sealed class Writer : IDecoderSink
    {
        public int Values { get; private set; }

        public void OnReading(Reading reading)
        {
            _ = reading.Timestamp?.ToString();
            foreach (ref readonly Measurement value in reading.Measurements)
            {
                _ = $"{value.Code}{value.Number.ToString(CultureInfo.InvariantCulture)}{value.Time}{value.TakenAt}{value.Unit.Symbol()}{Catalogue.KeyOf(value.Code)}";
                Assert.True(!value.ScaleKnown || value.Unit == Unit.None || Math.Abs(value.Number) <= ExactNumber.Largest, $"{value.Code} {value.Number}");
                Values++;
            }
        }

        public void OnRejected(Rejected rejected) => Assert.False(rejected.Bytes.IsEmpty);
    }

    public static TheoryData<string> Meters =>
        [.. SimulatedMeters.All.Where(meter => meter.Cipher == Cipher.None && PayloadOf(meter.Telegrams(1, Start).First().Bytes, meter.Framing) is not null).Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void Nothing_that_a_frame_holds_is_thrown_at(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        DecoderOptions options = DecodedLine.OptionsFor(meter) with { VerifyCrc = false };
        Writer writer = new();
        for (int seed = 0; seed < PayloadsOfEach; seed++)
        {
            Random random = new(seed);
            byte[] payload = PayloadOf(meter.Telegrams(seed, Start).Skip(random.Next(8)).First().Bytes, meter.Framing)!;
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                payload[random.Next(3, payload.Length)] = (byte)random.Next(256);
            try
            {
                MeterDecoder decoder = new(options, writer);
                decoder.Feed(payload, Start);
                decoder.Idle(Start.AddSeconds(1));
                decoder.End(Start.AddSeconds(20));
            }
            catch (Exception fault)
            {
                Assert.Fail($"{name}, seed {seed}, {Convert.ToHexString(payload)}: {fault}");
            }
        }
        Assert.True(writer.Values > 0, "nothing was ever read");
    }

    /// <summary>What is to be changed; null where it lies behind a cipher, or in several frames.</summary>
    private static byte[]? PayloadOf(byte[] telegram, string framing)
    {
        if (framing is "p1" or "sml" or "iec62056-21" or "llc" or "apdu" or "wrapper")
            return telegram;
        int llc = telegram.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xE6, 0xE7, 0x00]);
        bool one = framing == "hdlc" && llc > 0 && telegram.Length == (((telegram[1] & 0x07) << 8) | telegram[2]) + 2;
        return one && telegram[llc + 3] == 0x0F ? telegram[llc..^3] : null;
    }
}
