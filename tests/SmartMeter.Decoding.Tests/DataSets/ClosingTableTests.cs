using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.DataSets;

/// <summary>Hungary's month table: a stamp and nineteen cells, whose columns only their order tells.</summary>
public class ClosingTableTests
{
    private const string Registers = "(000300.500*kWh)(000100.250*kWh)(000200.250*kWh)(000080.000*kWh)(000050.125*kWh)(000029.876*kWh)";
    private const string Reactive = "(000007.000*kvarh)(000009.500*kvarh)(000003.000*kvarh)(000004.000*kvarh)(000005.250*kvarh)(000004.250*kvarh)";
    private const string Both = "(000380.500*kWh)", Peaks = "(04.500*kW)(04.500*kW)(03.250*kW)(01.750*kW)(01.500*kW)(01.750*kW)";
    private const string Whole = "(260801000000S)" + Registers + Reactive + Both + Peaks;

    private static Reading Read(string table)
    {
        string telegram = $"/TST5\\2SIMULATED\r\n\r\n1-0:1.8.0(000350.125*kWh)\r\n0-0:98.1.0{table}\r\n!";
        return Decoded.From(telegram + Crc16Arc.Compute(Encoding.ASCII.GetBytes(telegram)).ToString("X4", CultureInfo.InvariantCulture) + "\r\n").Only();
    }

    [Fact]
    public void Each_cell_stands_under_its_register_as_it_closed_the_period()
    {
        Reading reading = Read(Whole);
        Assert.Equal(
            [
                ("1-0:1.8.0*101", 300.500m, Unit.KilowattHour), ("1-0:1.8.1*101", 100.250m, Unit.KilowattHour), ("1-0:1.8.2*101", 200.250m, Unit.KilowattHour),
                ("1-0:2.8.0*101", 80.000m, Unit.KilowattHour), ("1-0:2.8.1*101", 50.125m, Unit.KilowattHour), ("1-0:2.8.2*101", 29.876m, Unit.KilowattHour),
                ("1-0:3.8.0*101", 7.000m, Unit.KilovarHour), ("1-0:4.8.0*101", 9.500m, Unit.KilovarHour), ("1-0:5.8.0*101", 3.000m, Unit.KilovarHour),
                ("1-0:6.8.0*101", 4.000m, Unit.KilovarHour), ("1-0:7.8.0*101", 5.250m, Unit.KilovarHour), ("1-0:8.8.0*101", 4.250m, Unit.KilovarHour),
                ("1-0:15.8.0*101", 380.500m, Unit.KilowattHour), ("1-0:1.6.0*101", 4500m, Unit.Watt), ("1-0:1.6.1*101", 4500m, Unit.Watt), ("1-0:1.6.2*101", 3250m, Unit.Watt),
                ("1-0:2.6.0*101", 1750m, Unit.Watt), ("1-0:2.6.1*101", 1500m, Unit.Watt), ("1-0:2.6.2*101", 1750m, Unit.Watt),
            ],
            reading.Measurements[2..].ToArray().Select(cell => (cell.Code.ToString(), cell.Number, cell.Unit)));
        Assert.All(reading.Measurements[2..].ToArray(), cell => Assert.Equal("2026-08-01T00:00:00", cell.TakenAt.ToString()));
        Assert.Equal(("350.125 kWh", Whole), (reading.Of("1-0:1.8.0"), reading.Of("0-0:98.1.0")));
    }

    [Theory]
    [InlineData("(000300.500*kWh)", "(000300.503*kWh)")]
    [InlineData("(000007.000*kvarh)", "(000007.100*kvarh)")]
    [InlineData("(000380.500*kWh)", "(000300.500*kWh)")]
    [InlineData("(03.250*kW)", "(05.250*kW)")]
    [InlineData("(000009.500*kvarh)", "(000009.500*kWh)")]
    [InlineData("(000080.000*kWh)", "(000080.000)")]
    [InlineData("(000080.000*kWh)", "")]
    [InlineData("(260801000000S)", "(whatever)")]
    public void Where_the_cells_contradict_the_order_the_table_has_no_columns(string cell, string other)
    {
        string table = Whole.Replace(cell, other, StringComparison.Ordinal);
        Reading reading = Read(table);
        Assert.Equal(2, reading.Measurements.Length);
        Assert.Equal(table, reading.Of("0-0:98.1.0"));
    }
}
