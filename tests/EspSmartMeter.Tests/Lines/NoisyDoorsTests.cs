using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Every door that bytes come in by over the network, with noise, cuts and stalls, into the whole app: each telegram that arrives intact is read.</summary>
public sealed class NoisyDoorsTests
{
    private const int Telegrams = 24;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 6, 59, 30, TimeSpan.Zero);

    private static readonly NoiseOptions Noise = new(FlippedPercent: 15, CutPercent: 10, GluedPercent: 0);

    private static readonly Dictionary<string, Func<IFarEnd>> FarEnds = new()
    {
        ["tcp"] = () => new ConnectedGateway(),
        ["tcp-listen"] = () => new DiallingGateway(),
        ["udp"] = () => new DatagramSender(),
        ["mqtt"] = () => new PublishingGateway(),
        ["rfc2217"] = () => new ServedPort(),
        ["esphome"] = () => new ServedByEspHome(),
        ["homewizard"] = () => new AskedDevice("homewizard"),
        ["tibber"] = () => new AskedDevice("tibber"),
    };

    public static TheoryData<string> Doors => [.. FarEnds.Keys];

    /// <summary>A cable and a file are no doors to the network.</summary>
    [Fact]
    public void Each_scheme_of_the_network_is_here() =>
        Assert.Equal(LineSchemes.BuiltIn.Rows.Select(row => row.Name).Except(["serial", "file"]).Order(), FarEnds.Keys.Order());

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Noise_cuts_and_stalls_cost_what_they_hit_and_no_intact_telegram(string door)
    {
        using IFarEnd far = FarEnds[door]();
        await using RunningApp app = await RunningApp.StartWith(options => options, new SourceOptions("door", LineSchemes.BuiltIn.Parse(far.Address), KeyRing.Empty));
        SourceStatistics statistics = app.Sources.Sources[0].Statistics;
        await Until(() => statistics.Figures.Link == LinkState.Connected, "it does not open");

        int intact = 0, number = 0;
        foreach ((byte[] garbage, LineStretch arrives) in Pushes())
        {
            byte[] first = [.. garbage, .. arrives.Bytes[..(arrives.Bytes.Length / 2)]], rest = arrives.Bytes[(arrives.Bytes.Length / 2)..];
            bool isCut = ++number is 7 or 17;
            DateTimeOffset before = statistics.Figures.LinkSince;
            if (isCut)
                await far.CutAsync(first, rest);
            else if (number is 4 or 12 or 20)
                await far.SendWithStallAsync(first, rest);
            else
                await far.SendAsync([.. first, .. rest]);
            if (isCut && far.BreaksLink)
                await Until(() => statistics.Figures is { Link: LinkState.Connected } figures && figures.LinkSince > before, "it does not come back");
            if (IsWhole(arrives) && (!isCut || far.IsAskedAgain))
                intact++;
        }
        await Until(() => statistics.Figures.Telegrams >= intact, $"{intact} intact");
        await Until(() => statistics.Figures.Telegrams == intact, $"{intact} intact");
        Assert.InRange(intact, Telegrams / 2, Telegrams - 1);

        async Task Until(Func<bool> seen, string otherwise)
        {
            for (int i = 0; !seen(); i++)
            {
                Assert.True(i < 600, $"{otherwise}: {string.Join(", ", Pushes().Where(push => !push.Arrives.IsIntactTelegram).Select(push => $"{push.Arrives.Damage} at {push.Arrives.DamagedAt} of {push.Arrives.Telegram!.Bytes.Length}"))} {statistics.Figures.Telegrams} read, {statistics.Figures.Link} {statistics.Figures.LinkSentence}");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Up to its checksum: the line end behind that proves nothing. A wrong bit 7 of a line end is taken for parity, and the checksum proves the rest.</summary>
    private static bool IsWhole(LineStretch arrives) =>
        arrives.Bytes.AsSpan().StartsWith(arrives.Telegram!.Bytes.AsSpan()[..^2]) || (arrives.Damage == Damage.BitFlipped && arrives.Bytes[arrives.DamagedAt] is 0x8D or 0x8A);

    /// <summary>Each telegram as it arrives, with the random bytes before it.</summary>
    private static IEnumerable<(byte[] Garbage, LineStretch Arrives)> Pushes()
    {
        SimulatedMeter meter = SimulatedMeters.Find("dsmr5-gas")!;
        byte[] garbage = [];
        foreach (LineStretch stretch in LineNoise.Over(meter.Telegrams(3, Start).Take(Telegrams), meter.Line, Noise, 3))
        {
            if (stretch.Telegram is null)
            {
                garbage = stretch.Bytes;
                continue;
            }
            yield return (garbage, stretch);
            garbage = [];
        }
    }
}
