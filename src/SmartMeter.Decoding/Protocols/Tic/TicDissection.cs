using System.Text;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>The parts of a TIC frame: its lines, each with its check.</summary>
internal static class TicDissection
{
    public static void Write(ReadOnlySpan<byte> frame, PartTree parts)
    {
        parts.Add("STX", 0, 1);
        byte[] text = new byte[frame.Length];
        TicLines lines = new(frame, text);
        while (lines.Next(out bool isSound, out TicGroup group))
        {
            SevenBit.CopyPlain(frame[lines.Start..lines.End], text);
            string line = Encoding.ASCII.GetString(text.AsSpan(0, lines.End - lines.Start)).Trim("\r\n".ToCharArray()).Replace('\t', ' ');
            parts.Add("line", lines.Start, lines.End - lines.Start, isSound ? Meaning(group, line) : line, isSound ? null : "its check does not fit");
        }
        parts.Add("ETX", frame.Length - 1, 1);
    }

    private static string Meaning(in TicGroup group, string line) => TicLabels.Find(group.Label) is TicLabel known ? $"{line}: {MeasuredText.Of(known.Code)}" : line;
}
