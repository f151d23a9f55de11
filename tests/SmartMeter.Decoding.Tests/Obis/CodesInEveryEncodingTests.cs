using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Tests.Axdr;
using SmartMeter.Decoding.Tests.Protocols.Sml;
using SmartMeter.Simulation;

namespace SmartMeter.Decoding.Tests.Obis;

/// <summary>
/// Every code of electricity that a simulated meter sends or that the catalogue names comes out of P1, COSEM and SML alike: the same value, in the same
/// unit.
/// </summary>
public class CodesInEveryEncodingTests
{
    // How P1 and COSEM write what Home Assistant shows in this unit.
    private static readonly Dictionary<string, (string P1, byte Cosem, int Exponent)> Wire = new()
    {
        ["W"] = ("kW", 27, 3), ["var"] = ("kvar", 29, 3), ["VA"] = ("kVA", 28, 3), ["kWh"] = ("kWh", 30, 0), ["kvarh"] = ("kvarh", 32, 0), ["kVAh"] = ("kVAh", 31, 0),
        ["V"] = ("V", 35, 0), ["A"] = ("A", 33, 0), ["Hz"] = ("Hz", 44, 0), ["°"] = ("deg", 8, 0), ["s"] = ("s", 7, 0), ["m³"] = ("m3", 13, 0),
    };

    [Fact]
    public void Each_is_a_number_in_its_unit_from_every_encoding()
    {
        int checkedCodes = 0;
        foreach (ObisCode code in Codes().Where(code => Wire.ContainsKey(UnitOf(code))))
        {
            string unit = UnitOf(code);
            (string p1, byte cosem, int exponent) = Wire[unit];
            Assert.True(Catalogue.Find(code)!.IsNumeric, $"{code} has a unit");
            // Energies are counted in Wh on the wire: 12.5 of anything is 12500 thousandths.
            string expected = $"{(exponent == 3 ? "12500" : "12.500")} {unit}";
            int scaler = unit.EndsWith('h') || exponent == 3 ? 0 : -3;
            Assert.Equal((code, expected), (code, FromP1(code, $"12.500*{p1}")));
            Assert.Equal((code, expected), (code, FromCosem(code, AxdrBytes.U32(12_500), (sbyte)scaler, cosem)));
            Assert.Equal((code, expected), (code, FromSml(code, SmlBytes.Unsigned(0x30, 0xD4), (sbyte)scaler, cosem)));
            checkedCodes++;
        }
        Assert.True(checkedCodes > 60, $"only {checkedCodes} codes have a unit");
    }

    [Fact]
    public void Each_that_has_no_unit_is_a_count_or_a_text_from_every_encoding()
    {
        int checkedCodes = 0;
        foreach (ObisCode code in Codes().Where(code => Catalogue.Find(code) is { Unit: Unit.None } && code is not { C: 25, D: 9 }))
        {
            Quantity quantity = Catalogue.Find(code)!;
            if (!Catalogue.NeedsNoScale(code) || quantity.Kind is QuantityKind.Clock or QuantityKind.Setting || EventLogs.Contains(code.C))
                continue;
            Assert.Equal((code, quantity.IsNumeric ? "42" : "0042"), (code, FromP1(code, "0042")));
            Assert.Equal((code, "42"), (code, FromCosem(code, AxdrBytes.U16(42), 0, 255)));
            if (!quantity.IsNumeric)
                Assert.Equal((code, "T1"), (code, FromPairs(code, AxdrBytes.Visible("T1"))));
            checkedCodes++;
        }
        Assert.True(checkedCodes > 15, $"only {checkedCodes} codes have no unit");
    }

    [Theory]
    [InlineData("1-1:1.8.0", "1-0:1.8.0")]
    [InlineData("1-1:32.7.0", "1-0:32.7.0")]
    [InlineData("1-0:1.7.255", "1-0:1.7.0")]
    [InlineData("1-0:61.7.255", "1-0:61.7.0")]
    public void The_same_quantity_has_one_key_whatever_channel_a_maker_writes(string code, string usual) =>
        Assert.Equal(Catalogue.KeyOf(ObisCode.Parse(usual)), Catalogue.KeyOf(ObisCode.Parse(code)));

    [Fact]
    public void What_belongs_to_a_submeter_is_told_for_any_channel_and_for_no_other_device()
    {
        for (byte channel = 1; channel <= 4; channel++)
        {
            foreach (string rest in (string[])["24.1.0", "24.2.1", "24.2.3", "24.3.0", "24.4.0", "96.1.0", "96.1.1", "96.1.2"])
                Assert.True(Submeters.Owns(ObisCode.Parse($"0-{channel}:{rest}")), $"0-{channel}:{rest}");
            Assert.False(Submeters.Owns(ObisCode.Parse($"0-{channel}:96.3.10")));
            Assert.False(Submeters.Owns(ObisCode.Parse($"1-{channel}:24.7.0")));
        }
        Assert.False(Submeters.Owns(ObisCode.Parse("0-0:96.1.0")));
    }

    [Theory]
    [InlineData("0-1:24.2.1", true)]
    [InlineData("0-1:24.2.3", true)]
    [InlineData("0-2:24.3.0", true)]
    [InlineData("0-1:24.1.0", false)]
    [InlineData("0-1:24.4.0", false)]
    [InlineData("0-1:24.2.2", false)]
    [InlineData("1-0:24.2.1", false)]
    public void What_a_submeter_counts_is_told_under_three_codes(string code, bool counts)
    {
        ObisCode of = ObisCode.Parse(code);
        Assert.Equal(counts, Submeters.IsRegister(of));
        Assert.Equal(counts, Catalogue.Find(of, Unit.CubicMetre)?.Kind == QuantityKind.Register);
    }

    // Tables, whose groups are no single value.
    private static readonly HashSet<int> EventLogs = [98, 99];

    private static string UnitOf(ObisCode code) => Catalogue.Find(code)?.Unit.Symbol() ?? "";

    private static string FromP1(ObisCode code, string value) =>
        Decoded.From($"/TST5\\2X\r\n\r\n{code}({value})\r\n!\r\n").Only().Of(code.ToString());

    private static string FromCosem(ObisCode code, byte[] value, sbyte scaler, byte unit) =>
        AxdrBytes.Decode(AxdrBytes.Push(AxdrBytes.Structure(AxdrBytes.Structure(AxdrBytes.Code(code.ToString()), value, AxdrBytes.ScalerUnit(scaler, unit))))).Only().Of(code.ToString());

    private static string FromPairs(ObisCode code, byte[] value) =>
        AxdrBytes.Decode(AxdrBytes.Push(AxdrBytes.Structure(AxdrBytes.Code(code.ToString()), value))).Only().Of(code.ToString());

    private static string FromSml(ObisCode code, byte[] value, sbyte scaler, byte unit)
    {
        byte[] entry = SmlBytes.Entry([code.A, code.B, code.C, code.D, code.E, code.F], value, SmlBytes.Unsigned(unit), SmlBytes.Integer((byte)scaler));
        return Decoded.From(SmlBytes.File(SmlBytes.Message(0x0701, SmlBytes.GetListResponse(SmlBytes.ServerId, SmlBytes.Absent, entry)))).Only().Of(code.ToString());
    }

    private static IEnumerable<ObisCode> Codes() =>
        SimulatedMeters.All.SelectMany(meter => meter.Telegrams(1, Decoded.Noon).Take(2)).SelectMany(telegram => telegram.Values).Select(value => value.Code)
            .Concat(Catalogue.NamedCodes).Where(code => code.F == 255 && Catalogue.Find(code) is not null && !Submeters.Owns(code)).Distinct();
}
