using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>
/// A Linky's remote information output (Enedis-NOI-CPT_54E): historic with peak and off-peak hours on one phase, or standard on three phases with solar.
/// Apparent power instead of active; the only active power is the mean of the last half-hour.
/// </summary>
internal sealed class LinkyTic(bool standard) : SimulatedMeter
{
    private const char Stx = '\u0002', Etx = '\u0003';
    private const int Maker = 4, Year = 18, Type = 61;

    public override string Name => standard ? "linky-standard" : "linky-historic";
    public override string Description => standard
        ? "Linky, TIC in standard mode: three phases, solar, tariffs"
        : "Linky, TIC in historic mode: one phase, peak and off-peak hours";
    public override string Countries => "FR";
    public override string Framing => "tic";
    public override ListKind ListKind => ListKind.Text;
    public override SerialLine Line { get; } = new(standard ? 9600 : 1200, "7E1");

    // Six bits a line: one wrong bit shows, and of several one set in 64 does not.
    public override bool Checksummed => false;
    private protected override HomeOptions Options { get; } = new(ThreePhases: standard, Solar: standard);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        string id = moment.Serial(string.Create(CultureInfo.InvariantCulture, $"{Maker:00}{Year:00}{Type:00}"), 12);
        Frame frame = new(standard);
        if (standard)
            WriteStandard(frame, moment.Home, id);
        else
            WriteHistoric(frame, moment.Home, id);
        return new SimulatedTelegram(frame.ToArray(), moment.At, frame.Values) { MeterId = id, Timestamp = standard ? moment.Home.Local : null };
    }

    private static void WriteHistoric(Frame frame, Home home, string id)
    {
        frame.Text("ADCO", id, "0-0:96.1.0");
        frame.Kept("OPTARIF", "HC..");
        frame.Kept("ISOUSC", "45");
        frame.Number("HCHC", home.ActiveImport.Tariff(1), 9, "1-0:1.8.1", -3, Unit.KilowattHour);
        frame.Number("HCHP", home.ActiveImport.Tariff(2), 9, "1-0:1.8.2", -3, Unit.KilowattHour);
        frame.Text("PTEC", home.Tariff == 1 ? "HC.." : "HP..", "0-0:96.14.0");
        frame.Number("IINST", home.Milliamperes.L1 / 1000, 3, "1-0:31.7.0", 0, Unit.Ampere);
        frame.Kept("IMAX", "090");
        frame.Number("PAPP", home.Apparent, 5, "1-0:9.7.0", 0, Unit.VoltAmpere);
        frame.Kept("HHPHC", "A");
        frame.Kept("MOTDETAT", "000000");
    }

    private static void WriteStandard(Frame frame, Home home, string id)
    {
        frame.Text("ADSC", id, "0-0:96.1.0");
        frame.Kept("VTIC", "02");
        frame.Time("DATE", home.Local, "0-0:1.0.0");
        frame.Kept("NGTF", "      TEMPO     ");
        frame.Kept("LTARF", "    HP  BLEU    ");
        frame.Number("EAST", home.ActiveImport.Total, 9, "1-0:1.8.0", -3, Unit.KilowattHour);
        for (int tariff = 1; tariff <= 4; tariff++)
            frame.Number($"EASF0{tariff}", home.ActiveImport.Tariff(tariff), 9, $"1-0:1.8.{tariff}", -3, Unit.KilowattHour);
        frame.Kept("EASD01", "000000000");
        frame.Number("EAIT", home.ActiveExport.Total, 9, "1-0:2.8.0", -3, Unit.KilowattHour);
        for (int quadrant = 1; quadrant <= 4; quadrant++)
            frame.Number($"ERQ{quadrant}", home.Quadrant(quadrant), 9, $"1-0:{quadrant + 4}.8.0", -3, Unit.KilovarHour);
        frame.Number("IRMS1", home.Milliamperes.L1 / 1000, 3, "1-0:31.7.0", 0, Unit.Ampere);
        frame.Number("IRMS2", home.Milliamperes.L2 / 1000, 3, "1-0:51.7.0", 0, Unit.Ampere);
        frame.Number("IRMS3", home.Milliamperes.L3 / 1000, 3, "1-0:71.7.0", 0, Unit.Ampere);
        frame.Number("URMS1", home.Decivolts.L1 / 10, 3, "1-0:32.7.0", 0, Unit.Volt);
        frame.Number("URMS2", home.Decivolts.L2 / 10, 3, "1-0:52.7.0", 0, Unit.Volt);
        frame.Number("URMS3", home.Decivolts.L3 / 10, 3, "1-0:72.7.0", 0, Unit.Volt);
        frame.Kept("PREF", "12");
        frame.Number("SINSTS", home.Power.Sum >= 0 ? home.Apparent : 0, 5, "1-0:9.7.0", 0, Unit.VoltAmpere);
        frame.Kept("SMAXSN", "01234", home.Local);
        frame.Kept("SMAXSN1", "00412", home.Local);
        frame.Kept("SMAXSN1-1", "00410", home.Local);
        frame.Number("SINSTI", home.Power.Sum < 0 ? home.Apparent : 0, 5, "1-0:10.7.0", 0, Unit.VoltAmpere);
        frame.Number("CCASN", Math.Max(0, home.Peaks.Last), 5, "1-0:1.5.0", 0, Unit.Watt, home.Local);
        frame.Kept("STGE", "003A4001");
        frame.Kept("MSG1", "     PAS DE          MESSAGE    ");
        frame.Kept("PRM", "00000000000000");
        frame.Kept("RELAIS", "000");
        frame.Text("NTARF", $"0{home.Tariff}", "0-0:96.14.0");
    }

    /// <summary>The lines between STX and ETX, and what they mean.</summary>
    private sealed class Frame(bool standard)
    {
        private readonly StringBuilder _text = new StringBuilder().Append(Stx);
        private readonly List<ExpectedValue> _values = [];

        public IReadOnlyList<ExpectedValue> Values => _values;

        public void Kept(string label, string data, DateTimeOffset? stamp = null) => Line(label, data, stamp);

        public void Text(string label, string data, string code)
        {
            Line(label, data, stamp: null);
            _values.Add(new ExpectedValue(ObisCode.Parse(code)) { Text = data });
        }

        public void Time(string label, DateTimeOffset local, string code)
        {
            Line(label, "", local);
            _values.Add(new ExpectedValue(ObisCode.Parse(code)) { Time = local });
        }

        public void Number(string label, long number, int digits, string code, int exponent, Unit unit, DateTimeOffset? stamp = null)
        {
            Line(label, number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'), stamp);
            _values.Add(ExpectedValue.Scaled(ObisCode.Parse(code), number, exponent, unit) with { TakenAt = stamp });
        }

        public byte[] ToArray() => Encoding.ASCII.GetBytes(_text.ToString() + Etx);

        // The separator before the check counts in standard mode alone.
        private void Line(string label, string data, DateTimeOffset? stamp)
        {
            char separator = standard ? '\t' : ' ';
            string line = label + separator + (stamp is DateTimeOffset local ? Stamp(local) + separator : "") + data;
            int sum = (standard ? line + separator : line).Sum(character => character);
            _text.Append('\n').Append(line).Append(separator).Append((char)((sum & 0x3F) + 0x20)).Append('\r');
        }

        private static string Stamp(DateTimeOffset local) =>
            (local.Offset > TimeSpan.FromHours(1) ? 'E' : 'H') + local.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture);
    }
}
