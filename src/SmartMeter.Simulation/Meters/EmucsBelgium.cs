using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// eMUCS-P1 1.7.1 of the Flemish meters: the running quarter-hour, the month's peak and past months' peaks, gas every five minutes on channel 1 (not
/// temperature-corrected), water on channel 2. Tariff 1 is the high one.
/// </summary>
internal sealed class EmucsBelgium : SimulatedMeter
{
    private static readonly ObisCode PeakHistory = ObisCode.Parse("0-0:98.1.0");

    public override string Name => "emucs-belgium";
    public override string Description => "Belgian eMUCS, Sagemcom T211: peaks and their history, gas, water, solar";
    public override string Countries => "BE";
    public override string Framing => "p1";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(115200, "8N1");
    private protected override HomeOptions Options { get; } = new(Solar: true, GasAskedEverySeconds: 300, WaterAskedEverySeconds: 300);
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        string id = P1Writer.Hex(moment.Serial("1SAG99000", 14));
        P1Writer telegram = new P1Writer(@"FLU5\253990000_A")
            .Text("0-0:96.1.4", "50217")
            .Text("0-0:96.1.1", id)
            .Time("0-0:1.0.0", home.Local)
            .Number("1-0:1.8.1", home.ActiveImport.Tariff(2), "000000.000*kWh")
            .Number("1-0:1.8.2", home.ActiveImport.Tariff(1), "000000.000*kWh")
            .Number("1-0:2.8.1", home.ActiveExport.Tariff(2), "000000.000*kWh")
            .Number("1-0:2.8.2", home.ActiveExport.Tariff(1), "000000.000*kWh")
            .Text("0-0:96.14.0", $"000{3 - home.Tariff}")
            .Number("1-0:1.4.0", home.Peaks.Running, "00.000*kW")
            .Taken("1-0:1.6.0", home.Clock.At(home.Peaks.Month.At), home.Peaks.Month.Watts, "00.000*kW");
        AddHistory(telegram, home);
        telegram.Number("1-0:1.7.0", home.PowerImport, "00.000*kW").Number("1-0:2.7.0", home.PowerExport, "00.000*kW");
        DsmrPhases.AddPowers(telegram, home, "00.000*kW");
        DsmrPhases.AddVoltages(telegram, home, "000.0*V");
        DsmrPhases.AddCurrents(telegram, home, 10, "000.00*A");
        telegram.Text("0-0:96.3.10", "1").Number("0-0:17.0.0", 9999, "000.0*kW").Number("1-0:31.4.0", 999, "000*A").Text("0-0:96.13.0", "");
        AddGas(telegram, home, P1Writer.Hex(moment.Serial("7FLO99000", 14)));
        AddWater(telegram, home, P1Writer.Hex(moment.Serial("8SET99000", 14)));
        return new SimulatedTelegram(telegram.End(), moment.At, telegram.Values) { MeterId = id, Timestamp = home.Local };
    }

    // (count)(1-0:1.6.0)(1-0:1.6.0) and then, a month, (end of month)(stamp of the peak)(kW).
    private static void AddHistory(P1Writer telegram, Home home)
    {
        List<string> groups = [];
        foreach ((DateTimeOffset monthEnd, MonthPeak peak) in home.Peaks.History)
        {
            DateTimeOffset at = home.Clock.At(peak.At);
            groups.Add($"({P1Writer.Stamp(home.Clock.At(monthEnd))})({P1Writer.Stamp(at)})({P1Writer.Write(peak.Watts, "00.000*kW")})");
            telegram.Expect(new ExpectedValue(PeakHistory) { Number = peak.Watts, Unit = Unit.Watt, TakenAt = at });
        }
        string count = home.Peaks.History.Count.ToString(CultureInfo.InvariantCulture);
        telegram.Line($"0-0:98.1.0({count})(1-0:1.6.0)(1-0:1.6.0){string.Concat(groups)}");
    }

    private static void AddGas(P1Writer telegram, Home home, string device) => telegram
        .DeviceText("0-1:24.1.0", "003", device)
        .DeviceText("0-1:96.1.1", device, device)
        .DeviceText("0-1:24.4.0", "1", device)
        .Taken("0-1:24.2.3", home.Clock.At(home.Gas.TakenAt), home.Gas.Litres, "00000.000*m3", device);

    private static void AddWater(P1Writer telegram, Home home, string device) => telegram
        .DeviceText("0-2:24.1.0", "007", device)
        .DeviceText("0-2:96.1.1", device, device)
        .Taken("0-2:24.2.1", home.Clock.At(home.Water.TakenAt), home.Water.Litres, "00000.000*m3", device);
}
