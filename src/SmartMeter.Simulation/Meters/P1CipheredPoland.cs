using System.Globalization;
using System.Text;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Polish P1 (Stoen, E.ON): an identification, a blank line, an empty system title, and ciphertext between that and the checksum, in which any byte
/// may stand. How its nonce is made is not published: it can be recognised, not read.
/// </summary>
internal sealed class P1CipheredPoland : SimulatedMeter
{
    private const int PlainLength = 540;

    public override string Name => "p1-poland";
    public override string Description => "Polish P1, Elgama G35: ciphered; recognised, not readable";
    public override string Countries => "PL";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override Cipher Cipher => Cipher.Unpublished;
    public override SerialLine Line { get; } = new(115200, "8N1");

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        byte[] plain = new byte[PlainLength];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{moment.Seed} {moment.Number}")).CopyTo(plain, 0);
        Ciphering ciphering = new([], TestKeys.Encryption, TestKeys.Authentication) { Length = CipheredLength.TwoOctets };
        byte[] text = ciphering.SecurityHeaderAndText(0, plain);
        byte[] untilBang = [.. "/EGM5G35\r\n\r\n"u8, 0x00, 0x82, (byte)(text.Length >> 8), (byte)text.Length, .. text, (byte)'!'];
        string checksum = Checksums.Arc(untilBang).ToString("X4", CultureInfo.InvariantCulture);
        byte[] bytes = [.. untilBang, .. Encoding.ASCII.GetBytes(checksum), .. "\r\n"u8];
        return new SimulatedTelegram(bytes, moment.At, []) { Outcome = Outcome.KeyMissing };
    }
}
