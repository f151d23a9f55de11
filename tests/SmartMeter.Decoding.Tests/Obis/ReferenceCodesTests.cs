using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Tests.Axdr;
using SmartMeter.Decoding.Tests.Protocols.Sml;

namespace SmartMeter.Decoding.Tests.Obis;

/// <summary>
/// Every code that meters are known to send (../shared/reference/obis.tsv beside the repository) comes out of P1, COSEM and SML alike: the same
/// value, in the same unit, of the kind that the reference says.
/// </summary>
public class ReferenceCodesTests
{
    private sealed record Row(ObisCode Code, string StateClass, string Unit);

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
        foreach (Row row in Rows().Where(row => Wire.ContainsKey(row.Unit)))
        {
            (string p1, byte cosem, int exponent) = Wire[row.Unit];
            Quantity quantity = Catalogue.Find(row.Code)!;
            Assert.True(quantity.IsNumeric, $"{row.Code} is {quantity.Kind}");
            if (!Submeters.Owns(row.Code))
                Assert.Equal((row.Code, row.Unit), (row.Code, quantity.Unit.Symbol()));
            if (row.StateClass.Length > 0)
                Assert.Equal((row.Code, row.StateClass), (row.Code, StateClassOf(quantity.Kind)));

            // Energies are counted in Wh on the wire: 12.5 of anything is 12500 thousandths.
            string expected = $"{(exponent == 3 ? "12500" : "12.500")} {row.Unit}";
            int scaler = row.Unit.EndsWith('h') || exponent == 3 ? 0 : -3;
            Assert.Equal((row.Code, expected), (row.Code, FromP1(row.Code, $"12.500*{p1}")));
            Assert.Equal((row.Code, expected), (row.Code, FromCosem(row.Code, AxdrBytes.U32(12_500), (sbyte)scaler, cosem)));
            Assert.Equal((row.Code, expected), (row.Code, FromSml(row.Code, SmlBytes.Unsigned(0x30, 0xD4), (sbyte)scaler, cosem)));
            checkedCodes++;
        }
        Assert.True(checkedCodes > 120, $"only {checkedCodes} rows have a unit");
    }

    [Fact]
    public void Each_that_has_no_unit_is_a_count_or_a_text_from_every_encoding()
    {
        foreach (Row row in Rows().Where(row => row.Unit.Length == 0 && row.Code is not { C: 25, D: 9 }))
        {
            Quantity quantity = Catalogue.Find(row.Code)!;
            if (quantity.Kind is QuantityKind.Clock or QuantityKind.Instant or QuantityKind.Setting)
                continue;
            bool counts = quantity.IsNumeric;
            Assert.Equal((row.Code, row.StateClass.Length > 0), (row.Code, counts));
            string expected = counts ? "42" : "0042";
            Assert.Equal((row.Code, expected), (row.Code, FromP1(row.Code, "0042")));
            Assert.Equal((row.Code, "42"), (row.Code, FromCosem(row.Code, AxdrBytes.U16(42), 0, 255)));
            if (!counts)
                Assert.Equal((row.Code, "T1"), (row.Code, FromPairs(row.Code, AxdrBytes.Visible("T1"))));
        }
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

    private static string StateClassOf(QuantityKind kind) => kind switch
    {
        QuantityKind.Register or QuantityKind.Counter => "total_increasing",
        QuantityKind.NetRegister => "total",
        _ => "measurement",
    };

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

    private static Row[] Rows()
    {
        string? table = Repository.Shared("reference", "obis.tsv");
        Assert.SkipWhen(table is null, "the reference table (../shared/reference/obis.tsv beside the repository) is not here");
        return [.. File.ReadLines(table).Skip(1).Select(line => line.Split('\t')).Select(fields => new Row(ObisCode.Parse(fields[0]), fields[4], fields[5].Split(" / ")[0]))];
    }
}
