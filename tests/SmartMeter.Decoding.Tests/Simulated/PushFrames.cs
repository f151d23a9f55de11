using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Takes a simulated telegram apart into the frames that it comes in.</summary>
internal static class PushFrames
{
    private const int MBusAround = 6, MBusCountedHead = 5, MBusOverflow = 256;

    public static byte[][] Of(SimulatedMeter meter, SimulatedTelegram telegram)
    {
        List<byte[]> frames = [];
        for (int at = 0; at < telegram.Bytes.Length; at += frames[^1].Length)
            frames.Add(telegram.Bytes[at..(at + LengthOf(meter.Framing, telegram.Bytes.AsSpan(at)))]);
        return [.. frames];
    }

    private static int LengthOf(string framing, ReadOnlySpan<byte> bytes) => framing switch
    {
        "hdlc" => (((bytes[1] & 0x07) << 8) | bytes[2]) + 2,
        "mbus" => MBusAround + (bytes[1] > MBusCountedHead ? bytes[1] : bytes[1] + MBusOverflow),
        _ => bytes.Length,
    };
}
