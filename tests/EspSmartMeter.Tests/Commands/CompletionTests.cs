using System.Diagnostics;
using EspSmartMeter.Commands;

namespace EspSmartMeter.Tests.Commands;

/// <summary>What a real bash completes.</summary>
public class CompletionTests
{
    [Theory]
    [InlineData("dec", "decode")]
    [InlineData("--mqtt-p", "--mqtt-password")]
    [InlineData("simulate dsmr5-g", "dsmr5-gas")]
    [InlineData("simulate aidon --home hea", "heat-pump")]
    [InlineData("decode --cr", "--crc")]
    [InlineData("decode --crc of", "off")]
    [InlineData("run --peak-sch", "--peak-scheme")]
    [InlineData("run --peak-scheme nor", "norway")]
    [InlineData("decode meter.bin --time-zone Eur")]
    public async Task Bash_completes(string typed, params string[] words)
    {
        string[] line = ["./run", .. typed.Split(' ')];
        ProcessStartInfo start = new("bash", ["--norc", "-c",
            $"{CompletionCommand.Script()}\nCOMP_WORDS=({string.Join(' ', line)}) COMP_CWORD={line.Length - 1}\n_esp_smart_meter\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""]) { RedirectStandardOutput = true };
        using Process bash = Process.Start(start)!;
        string[] completed = (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(words, completed);
    }
}
