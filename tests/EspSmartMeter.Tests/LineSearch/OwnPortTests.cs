using EspSmartMeter.LineSearch;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Sinks.Web;
using EspSmartMeter.Tests.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.LineSearch;

/// <summary>
/// The app and a serial port of its own. The virtual one knows no parity: the meter's bits are sampled in the mode that the app opened it in before they
/// are put on it.
/// </summary>
public sealed class OwnPortTests
{
    [Fact]
    public async Task A_port_without_a_mode_in_its_address_is_opened_anew_until_telegrams_decode_and_the_mode_is_remembered()
    {
        using VirtualCable cable = new();
        cable.Plug();
        // As long as somebody has the port open, opening it anew is no unplugging.
        using FileStream held = new(cable.Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        string folder = Directory.CreateTempSubdirectory("own-port-").FullName;
        await using (RunningApp app = await Start(folder, cable))
        {
            Source source = app.Sources.Sources[0];
            Assert.Equal(SerialMode.Default, source.Line.Mode);
            using CancellationTokenSource pulled = new();
            Task meter = SendAsync(SimulatedMeters.Find("aidon")!, cable, source, pulled.Token);
            await app.Until("data.json", data => data.GetRawText().Contains("Aidon", StringComparison.Ordinal));
            await app.Until("api/overview", seen => seen.GetProperty("sources")[0].GetProperty("line").GetString() == "Telegrams decode at 2400-8E1: the line mode is kept.");
            await pulled.CancelAsync();
            await meter.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        await using (RunningApp again = await Start(folder, cable))
            Assert.Equal("2400-8E1", again.Sources.Sources[0].Line.Mode.ToString());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_mode_in_the_address_is_the_users_whatever_was_found_before()
    {
        Source source = new(new SourceOptions(null, new Uri("serial:///dev/ttyUSB0?mode=9600-7E1"), KeyRing.Empty));
        source.Restore([], chipId: null, lineMode: "2400-8E1");
        Assert.Equal("9600-7E1", source.Line.Mode.ToString());
    }

    private static Task<RunningApp> Start(string folder, VirtualCable cable) => RunningApp.Start("en", folder, null, SearchPace.Brisk, (null, $"serial://{cable.Device}"));

    /// <summary>Hastily: one of its telegrams each fifth of a second.</summary>
    private static async Task SendAsync(SimulatedMeter meter, VirtualCable cable, Source source, CancellationToken pulled)
    {
        foreach (SimulatedTelegram telegram in meter.Telegrams(5, DateTimeOffset.UtcNow))
        {
            await Task.Delay(200, pulled);
            cable.Send(new UartReceiver(meter.Line, new SerialLine(source.Line.Mode.BaudRate, source.Line.Mode.ToString().Split('-')[1])).Receive(telegram.Bytes));
        }
    }
}
