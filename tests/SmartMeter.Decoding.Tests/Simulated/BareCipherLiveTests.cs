using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// A ciphered APDU without a frame that no key opens, as a live line brings it: each telegram is one rejection, whole, so that what the log keeps can be read
/// once the key is there.
/// </summary>
public class BareCipherLiveTests
{
    private const int Telegrams = 200;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100), Tick = TimeSpan.FromSeconds(1);

    /// <summary>Meter, key, octets a read, milliseconds between reads, seconds between telegrams (0: the meter's own).</summary>
    public static TheoryData<string, string, int, int, double> Lines
    {
        get
        {
            TheoryData<string, string, int, int, double> lines = [];
            foreach (string meter in SimulatedMeters.All.Where(meter => meter.Framing is "apdu" or "wrapper" && meter.Cipher != Cipher.None).Select(meter => meter.Name))
            {
                foreach (string key in (string[])["none", "wrong", "wrong-auth"])
                {
                    foreach ((int octets, int pause) in ((int, int)[])[(10_000, 0), (256, 20), (64, 6), (17, 1), (1, 1), (300, 150), (150, 1100), (100, 2500)])
                        lines.Add(meter, key, octets, pause, 0);
                    lines.Add(meter, key, 256, 20, 1);
                    lines.Add(meter, key, 64, 2, 0.1);
                }
            }
            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_telegram_is_one_rejection(string name, string key, int octets, int pause, double interval)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        DecodedLine decoded = new();
        MeterDecoder decoder = new(DecodedLine.OptionsFor(meter) with { Live = true, Keys = KeysOf(meter, key) }, decoded);
        SimulatedTelegram[] sent = [.. meter.Telegrams(3, Start).Take(Telegrams)];
        DateTimeOffset now = Start;
        for (int i = 0; i < sent.Length; i++)
        {
            DateTimeOffset at = interval > 0 ? Start.AddSeconds(i * interval) : sent[i].At;
            foreach (byte[] read in sent[i].Bytes.Chunk(octets))
            {
                Rest(decoder, now, at);
                decoder.Feed(read, now = at > now ? at : now);
                at = now.AddMilliseconds(pause);
            }
        }
        Rest(decoder, now, now.AddSeconds(30));
        decoder.End(now.AddSeconds(30));

        Assert.Empty(decoded.Readings);
        Assert.Equal(sent.Select(telegram => Convert.ToHexString(telegram.Bytes)), decoded.Rejections.Select(rejected => Convert.ToHexString(rejected.Bytes.Span)));
        Assert.All(decoded.Rejections, rejected => Assert.Equal(RejectionLayer.Ciphering, rejected.Layer));
        AssertReadable(meter, decoded, sent);
    }

    // What a source does while its line is quiet.
    private static void Rest(MeterDecoder decoder, DateTimeOffset from, DateTimeOffset until)
    {
        for (DateTimeOffset at = from + Quiet; at < until; at += at == from + Quiet ? Tick - Quiet : Tick)
            decoder.Idle(at);
    }

    private static KeyRing KeysOf(SimulatedMeter meter, string key)
    {
        byte[] wrong = [.. meter.Keys!.Encryption.Select(octet => (byte)(octet ^ 0x5A))];
        return key switch
        {
            "none" => KeyRing.Empty,
            "wrong" => new KeyRing(new MeterKeys(wrong, meter.Keys.Authentication)),
            _ => new KeyRing(new MeterKeys(meter.Keys.Encryption, wrong)),
        };
    }

    private static void AssertReadable(SimulatedMeter meter, DecodedLine decoded, SimulatedTelegram[] sent)
    {
        foreach ((int i, Rejected rejected) in decoded.Rejections.Index().Take(10))
        {
            DecodedLine later = new();
            MeterDecoder decoder = later.Decoder(meter);
            decoder.Feed(rejected.Bytes.Span, Start);
            decoder.End(Start);
            Assert.Null(Expected.Difference(sent[i], Assert.Single(later.Readings)));
        }
    }
}
