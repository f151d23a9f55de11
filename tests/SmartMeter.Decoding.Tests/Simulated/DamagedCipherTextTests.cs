using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Text that came ciphered without a frame, and was damaged on its way: that most of it is legible proves the key, with the auth_key or without.</summary>
public class DamagedCipherTextTests
{
    /// <summary>Behind the system title, the length and the frame counter.</summary>
    private const int Head = 20, Tag = 12;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("smarty-luxembourg", true)]
    [InlineData("smarty-luxembourg", false)]
    [InlineData("sagemcom-graz", true)]
    [InlineData("sagemcom-graz", false)]
    public void It_is_refused_for_its_damage(string name, bool withAuthKey)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        DecodedLine decoded = new();
        KeyRing keys = new(new MeterKeys(meter.Keys!.Encryption, withAuthKey ? meter.Keys.Authentication : null));
        MeterDecoder decoder = new(DecodedLine.OptionsFor(meter) with { Keys = keys }, decoded);
        Random random = new(4);
        foreach (SimulatedTelegram telegram in meter.Telegrams(4, Start).Take(50))
        {
            byte[] bytes = [.. telegram.Bytes];
            for (int flips = 0; flips < 5; flips++)
                bytes[random.Next(Head, bytes.Length - Tag)] ^= (byte)(1 << random.Next(8));
            decoder.Feed(bytes, telegram.At);
            decoder.Idle(telegram.At.AddSeconds(2));
        }
        decoder.End(Start.AddHours(1));

        Assert.Empty(decoded.Readings);
        Assert.Equal(50, decoded.Rejections.Count);
        Assert.All(decoded.Rejections, rejected => Assert.Equal((RejectionLayer.Ciphering, RejectionReason.Checksum), (rejected.Layer, rejected.Reason)));
    }
}
