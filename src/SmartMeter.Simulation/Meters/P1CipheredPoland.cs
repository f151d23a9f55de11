using System.Globalization;
using System.Text;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// Polish P1 (Stoen, E.ON): an identification, a blank line, an empty system title, and the ciphered data lines between that and the checksum, in which
/// any byte may stand. Eight zero octets stand for the title in the nonce, and the frame counter stands still. The checksum is CRC-16/X-25, low octet first.
/// </summary>
internal sealed class P1CipheredPoland : SimulatedMeter
{
    public override string Name => "p1-poland";
    public override string Description => "Polish P1, Elgama GAMA 150 and Kaifa MA309M: encrypted, three phases";
    public override string Countries => "PL";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override Cipher Cipher => Cipher.Aes128WithTag;
    public override SerialLine Line { get; } = new(115200, "8N1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, TestKeys.Authentication);
    private protected override HomeOptions Options { get; } = new(Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = P1Writer.Hex(moment.Serial("1499", 8));
        P1Writer lines = new P1Writer("EGM5G15")
            .Time("0-0:1.0.0", home.Local)
            .Text("0-0:96.1.0", id)
            .Number("1-0:1.8.0", home.ActiveImport.Total, "000000.000*kWh")
            .Number("1-0:1.8.1", home.ActiveImport.Tariff(1), "000000.000*kWh")
            .Number("1-0:1.8.2", home.ActiveImport.Tariff(2), "000000.000*kWh")
            .Number("1-0:2.8.0", home.ActiveExport.Total, "000000.000*kWh")
            .Number("1-0:1.7.0", home.PowerImport, "00.000*kW")
            .Number("1-0:2.7.0", home.PowerExport, "00.000*kW");
        DsmrPhases.AddVoltages(lines, home, "000.0*V");
        lines.Text("0-0:96.13.0", "");

        byte[] telegram = lines.End(checksum: false);
        int body = telegram.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        ReadOnlySpan<byte> plain = telegram.AsSpan()[body..telegram.AsSpan().LastIndexOf((byte)'!')];
        Ciphering ciphering = new([], Keys.Encryption, Keys.Authentication);
        byte[] sealedText = ciphering.SecurityHeaderAndText(0, plain);
        byte[] untilBang = [.. telegram.AsSpan(0, body), 0x00, 0x82, (byte)(sealedText.Length >> 8), (byte)sealedText.Length, .. sealedText, (byte)'!'];
        ushort check = Checksums.X25(untilBang);
        string digits = ((ushort)((check << 8) | (check >> 8))).ToString("X4", CultureInfo.InvariantCulture);
        byte[] bytes = [.. untilBang, .. Encoding.ASCII.GetBytes(digits), .. "\r\n"u8];
        return new SimulatedTelegram(bytes, moment.At, lines.Values) { MeterId = id, Timestamp = home.Local };
    }
}
