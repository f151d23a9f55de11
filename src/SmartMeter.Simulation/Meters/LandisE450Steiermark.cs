using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Dlms;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Meters;

/// <summary>Landis+Gyr E450 of Energienetze Steiermark: the notification's date-time once more and 16 pairs, ciphered and authenticated, in three blocks. No id inside.</summary>
internal sealed class LandisE450Steiermark : SimulatedMeter
{
    private const int BlockLength = 0x78;
    private static readonly HdlcAddressing Addressing = new([0xCE, 0xFF], [0x03]);

    public override string Name => "landis-e450-steiermark";
    public override string Description => "Landis+Gyr E450 of Energienetze Steiermark: pairs, encrypted inside blocks, one phase";
    public override string Countries => "AT";
    public override string Framing => "hdlc";
    public override ListKind ListKind => ListKind.Pairs;
    public override Cipher Cipher => Cipher.Aes128WithTag;
    public override SerialLine Line { get; } = new(2400, "8E1");
    public override SimulatedKeys Keys { get; } = new(TestKeys.Encryption, TestKeys.Authentication);
    private protected override HomeOptions Options { get; } = new(ThreePhases: false, Solar: true);

    private protected override SimulatedTelegram Build(MeterMoment moment)
    {
        Home home = moment.Home;
        CosemDateTime now = CosemDateTime.Complete(home.Local, home.Clock.IsSummer(home.Now));
        CosemWriter list = new CosemWriter().Structure(33).String(AxdrTag.OctetString, now.Octets());
        AddEnergy(list, 1, home.ActiveImport, home.PowerImport, CosemUnit.WattHour, CosemUnit.Watt);
        AddEnergy(list, 2, home.ActiveExport, home.PowerExport, CosemUnit.WattHour, CosemUnit.Watt);
        AddEnergy(list, 3, home.ReactiveImport, home.ReactiveImportPower, CosemUnit.VarHour, CosemUnit.Var);
        AddEnergy(list, 4, home.ReactiveExport, home.ReactiveExportPower, CosemUnit.VarHour, CosemUnit.Var);
        byte[] plain = DataNotification.Build((uint)moment.Number, NotificationTime.Octets, now, list.ToArray());
        Ciphering ciphering = new(TestKeys.SystemTitle("LGZ", moment.Seed), Keys.Encryption, Keys.Authentication);
        byte[] bytes = HdlcFrame.BuildBlocks(Addressing, BlockTransfer.Blocks(ciphering.Apply(moment.FrameCounter, plain), BlockLength));
        return new SimulatedTelegram(bytes, moment.At, list.Values) { Timestamp = home.Local };
    }

    private static void AddEnergy(CosemWriter list, byte c, EnergyRegister register, long power, CosemUnit energyUnit, CosemUnit powerUnit)
    {
        Pair(list, ListCodes.Register(c), register.Total, energyUnit);
        Pair(list, ListCodes.Register(c, 1), register.Tariff(1), energyUnit);
        Pair(list, ListCodes.Register(c, 2), register.Tariff(2), energyUnit);
        Pair(list, ListCodes.Instant(c), power, powerUnit);
    }

    private static void Pair(CosemWriter list, ObisCode code, long value, CosemUnit unit) =>
        list.Name(code).Value(code, AxdrTag.UInt32, value, 0, unit);
}
