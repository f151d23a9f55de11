namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Takes a telegram apart into its HDLC or M-Bus frames, by their own lengths.</summary>
internal static class LinkFrames
{
    public static IEnumerable<byte[]> Of(byte[] telegram)
    {
        for (int at = 0; at < telegram.Length;)
        {
            int length = telegram[at] == 0x7E ? 2 + (((telegram[at + 1] & 7) << 8) | telegram[at + 2]) : 6 + (telegram[at + 1] > 5 ? telegram[at + 1] : telegram[at + 1] + 256);
            yield return telegram[at..(at + length)];
            at += length;
        }
    }
}
