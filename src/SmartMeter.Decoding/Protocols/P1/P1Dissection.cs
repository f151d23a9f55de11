using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>The parts of a P1 telegram.</summary>
internal static class P1Dissection
{
    public static void Write(ReadOnlySpan<byte> telegram, PartTree parts, Decipherer decipherer)
    {
        int bang = P1Ciphered.TryLength(telegram, out int end) ? Math.Min(end, telegram.Length) : P1Format.LastBang(telegram);
        int text = bang < 0 ? telegram.Length : bang, body = P1Ciphered.BodyAt(telegram);
        bool isCiphered = body >= 0 && body < text;
        DataSetDissection.Write(parts, 0, isCiphered ? body : text);
        if (isCiphered)
            WriteCiphered(telegram, parts, body, text, decipherer);
        if (bang < 0 || bang == telegram.Length)
            parts.Add("end", telegram.Length, 1);
        else
            WriteCheck(telegram, parts, bang);
    }

    private static void WriteCiphered(ReadOnlySpan<byte> telegram, PartTree parts, int body, int end, Decipherer decipherer)
    {
        if (!P1Ciphered.TryRead(telegram, out CipheredApdu ciphered))
        {
            parts.Add("ciphered body", body, end - body, fault: "its head is not in order, or it is cut");
            return;
        }
        int security = end - ciphered.Tag.Length - ciphered.Ciphertext.Length - CipheredApdu.HeaderOctets;
        parts.Add("system title", body, 1, "none");
        parts.Add("length", body + 1, security - body - 1);
        new ApduDissection(decipherer, ListCatalogue.BuiltIn).WriteSecured(parts, security, ciphered);
    }

    private static void WriteCheck(ReadOnlySpan<byte> telegram, PartTree parts, int bang)
    {
        parts.Add("end", bang, 1, "!");
        int digits = telegram.Length - bang - 1;
        if (digits == 0)
            return;
        bool isCiphered = P1Ciphered.BodyAt(telegram) >= 0;
        string expected = $"{(isCiphered ? Crc16X25.Compute(telegram[..(bang + 1)]) : Crc16Arc.Compute(telegram[..(bang + 1)])):X4}";
        parts.AddCheck("CRC", bang + 1, digits, P1Format.CrcFits(telegram, bang), expected);
    }
}
