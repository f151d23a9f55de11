using System.Globalization;
using System.Text;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// Telegrams with one, two and three turned bits. Where CRC-16, a tag or a parity bit an octet proves, nothing untrue is read; where the check is weak, what gets
/// past it is counted. `./test bits --telegrams N` prints the table of all families.
/// </summary>
public class BitFlipTests(ITestOutputHelper output)
{
    private const int Seed = 20261122, FewTelegrams = 400, MostBits = 3;

    public static TheoryData<string> ProvenFamilies => [.. BitFlipFamily.All.Where(family => family.Proof >= Proof.Crc16).Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(ProvenFamilies))]
    public void Up_to_three_turned_bits_are_never_read_where_CRC_16_or_a_tag_proves(string name)
    {
        BitFlipFamily family = BitFlipFamily.All.Single(family => family.Name == name);
        for (int bits = 1; bits <= MostBits; bits++)
        {
            BitFlipCount count = BitFlips.Count(family, bits, FewTelegrams, Seed);
            Assert.True(count.Wrong == 0, $"{name}, {bits} bits: {count}");
        }
    }

    public static TheoryData<string> ParityFamilies => [.. BitFlipFamily.All.Where(family => family.Proof == Proof.Parity).Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(ParityFamilies))]
    public void One_turned_bit_is_never_read_where_each_octet_has_its_parity(string name)
    {
        BitFlipCount count = BitFlips.Count(BitFlipFamily.All.Single(family => family.Name == name), bits: 1, 4 * FewTelegrams, Seed);
        Assert.True(count.Wrong == 0, $"{name}: {count}");
    }

    [Fact(Explicit = true)]
    public void BitFlipTable()
    {
        int telegrams = int.Parse(Environment.GetEnvironmentVariable("BITFLIP_TELEGRAMS") ?? "2000", CultureInfo.InvariantCulture);
        string only = Environment.GetEnvironmentVariable("BITFLIP_FAMILY") ?? "";
        StringBuilder table = new($"{telegrams} telegrams a family, seed {Seed}: read and untrue (read at all) with 1, 2, 3 turned bits\n");
        foreach (BitFlipFamily family in BitFlipFamily.All.Where(family => family.Name.Contains(only, StringComparison.Ordinal)))
        {
            table.Append(CultureInfo.InvariantCulture, $"{family.Name,-44} {family.Proof,-7}");
            string? example = null;
            for (int bits = 1; bits <= MostBits; bits++)
            {
                BitFlipCount count = BitFlips.Count(family, bits, telegrams, Seed + bits);
                table.Append(CultureInfo.InvariantCulture, $" {100.0 * count.Wrong / telegrams,7:0.000} % ({100.0 * count.Read / telegrams,6:0.00} %)");
                example ??= count.Example;
            }
            table.Append(CultureInfo.InvariantCulture, $"  {example}\n");
        }
        output.WriteLine(table.ToString());
    }
}
