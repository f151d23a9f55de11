using System.Globalization;
using System.Numerics;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// DSMR 2.2 of the oldest Dutch meters: 9600 baud with seven data bits, no checksum, no clock, power in tens of watts, and a gas register broken over
/// two lines. Read as eight data bits, its bytes carry even parity in bit 7.
/// </summary>
internal sealed class Dsmr22(string name, bool readAsEightBits) : SimulatedMeter
{
    public override string Name => name;
    public override string Description =>
        $"DSMR 2.2, Kamstrup 162: one phase, gas, no checksum{(readAsEightBits ? "; 7E1 read as 8N1" : "")}";
    public override string Countries => "NL";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(9600, readAsEightBits ? "8N1" : "7E1");
    public override bool Checksummed => false;
    private protected override HomeOptions Options { get; } = new(ThreePhases: false, Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = P1Writer.Hex(moment.Serial("KA6U990000", 17));
        string device = P1Writer.Hex(moment.Serial("2810099000", 17));
        P1Writer telegram = new P1Writer("KMP5 KA6U990000000000")
            .Text("0-0:96.1.1", id)
            .Number("1-0:1.8.1", home.ActiveImport.Tariff(1), "00000.000*kWh")
            .Number("1-0:1.8.2", home.ActiveImport.Tariff(2), "00000.000*kWh")
            .Number("1-0:2.8.1", home.ActiveExport.Tariff(1), "00000.000*kWh")
            .Number("1-0:2.8.2", home.ActiveExport.Tariff(2), "00000.000*kWh")
            .Text("0-0:96.14.0", $"000{home.Tariff}")
            .Number("1-0:1.7.0", home.PowerImport / 10, "0000.00*kW")
            .Number("1-0:2.7.0", home.PowerExport / 10, "0000.00*kW")
            .Text("0-0:96.13.1", "")
            .Text("0-0:96.13.0", "")
            .DeviceText("0-1:24.1.0", "3", device)
            .DeviceText("0-1:96.1.0", device, device);
        DateTimeOffset takenAt = home.Clock.At(home.Gas.TakenAt);
        telegram.Line($"0-1:24.3.0({takenAt.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture)})(00)(60)(1)(0-1:24.2.1)(m3)");
        telegram.Line($"({P1Writer.Write(home.Gas.Litres, "00000.000")})");
        telegram.Expect(ExpectedValue.Scaled(ObisCode.Parse("0-1:24.3.0"), home.Gas.Litres, -3, Unit.CubicMetre) with { TakenAt = takenAt, Device = device });

        byte[] bytes = telegram.End(checksum: false);
        if (readAsEightBits)
            AddEvenParity(bytes);
        return new SimulatedTelegram(bytes, moment.At, telegram.Values) { MeterId = id };
    }

    private static void AddEvenParity(Span<byte> bytes)
    {
        foreach (ref byte octet in bytes)
            octet |= (byte)((BitOperations.PopCount(octet) & 1) << 7);
    }
}
