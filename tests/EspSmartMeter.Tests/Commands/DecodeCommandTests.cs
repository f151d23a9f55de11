using System.Diagnostics;
using EspSmartMeter.Commands;
using EspSmartMeter.Tests.Captures;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Commands;

/// <summary>The command as its users call it: another process, with pipes.</summary>
public sealed class DecodeCommandTests : IDisposable
{
    private static readonly byte[] Telegrams =
        [.. SimulatedMeters.Find("dsmr5-gas")!.Telegrams(seed: 1, new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)).Take(2).SelectMany(telegram => telegram.Bytes)];

    private readonly string _folder = Directory.CreateTempSubdirectory("decode-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_live_pipe_is_decoded_as_it_comes()
    {
        using Process decode = Start("decode", "-");

        await decode.StandardInput.BaseStream.WriteAsync(Telegrams, Cancellation);
        await decode.StandardInput.BaseStream.FlushAsync(Cancellation);

        // The pipe stays open.
        Assert.StartsWith("{\"reading\":", await decode.StandardOutput.ReadLineAsync(Cancellation));
        decode.StandardInput.Close();
        await decode.WaitForExitAsync(Cancellation);
        Assert.Equal(CommandLine.Done, decode.ExitCode);
    }

    [Fact]
    public async Task What_came_until_a_stop_is_decoded()
    {
        using Process decode = Start("decode", "-", "--format", "hex");
        await decode.StandardInput.WriteAsync($"{Convert.ToHexStringLower(Telegrams)}\n7ea0 7e");
        await decode.StandardInput.FlushAsync(Cancellation);
        string? first = await decode.StandardOutput.ReadLineAsync(Cancellation);
        string? second = await decode.StandardOutput.ReadLineAsync(Cancellation);

        using (Process kill = Process.Start("kill", ["-INT", $"{decode.Id}"]))
            await kill.WaitForExitAsync(Cancellation);
        string rest = await decode.StandardOutput.ReadToEndAsync(Cancellation);
        await decode.WaitForExitAsync(Cancellation);

        Assert.All([first, second], line => Assert.StartsWith("{\"reading\":", line));
        Assert.Contains("\"hex\":\"7ea07e\"", rest);
        Assert.Equal(CommandLine.Done, decode.ExitCode);
    }

    [Fact]
    public async Task Two_commands_write_into_one_file_one_behind_the_other()
    {
        string capture = Path.Combine(_folder, "meter.bin"), lines = Path.Combine(_folder, "lines.json");
        await File.WriteAllBytesAsync(capture, Telegrams, Cancellation);
        string decode = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "esp-smart-meter.dll")}' decode '{capture}'";
        using Process shell = Process.Start("sh", ["-c", $"({decode}; {decode}; echo end) > '{lines}'"]);
        await shell.WaitForExitAsync(Cancellation);

        string[] written = await File.ReadAllLinesAsync(lines, Cancellation);
        Assert.Equal(5, written.Length);
        Assert.All(written[..4], line => Assert.StartsWith("{\"reading\":", line));
        Assert.Equal("end", written[4]);
    }

    [Fact]
    public async Task It_ends_when_nobody_reads_any_more()
    {
        using Process decode = Start("decode", "-");
        decode.StandardOutput.Close();

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
                await decode.StandardInput.BaseStream.WriteAsync(Telegrams, Cancellation);
        });
        await decode.WaitForExitAsync(Cancellation);

        Assert.Equal("", await decode.StandardError.ReadToEndAsync(Cancellation));
        Assert.Equal(CommandLine.Done, decode.ExitCode);
    }

    [Theory]
    [InlineData("--check", true, CommandLine.Done)]
    [InlineData("--check", false, CommandLine.Failed)]
    [InlineData("--crc=on", false, CommandLine.Done)]
    public async Task Asked_to_check_it_fails_where_nothing_decodes(string option, bool decodes, int status)
    {
        string file = Path.Combine(_folder, "meter.bin");
        await File.WriteAllBytesAsync(file, decodes ? Telegrams : Telegrams[..100], Cancellation);
        using Process decode = Start("decode", file, option);

        string told = await decode.StandardOutput.ReadToEndAsync(Cancellation);
        await decode.WaitForExitAsync(Cancellation);

        Assert.Equal(decodes, told.Contains("{\"reading\":", StringComparison.Ordinal));
        Assert.Equal(status, decode.ExitCode);
    }

    /// <summary>Some meters send without any frame: where one telegram ends, the datagram tells.</summary>
    [Theory]
    [InlineData("--check", "{\"reading\":")]
    [InlineData("--explain", " values of ")]
    public async Task Each_datagram_of_a_network_capture_is_a_burst(string option, string read)
    {
        PcapWriter capture = new();
        foreach (byte[] telegram in SimulatedMeters.Find("iskra-si-9-bare")!.Telegrams(seed: 1, new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)).Take(3).Select(telegram => telegram.Bytes))
            capture.Udp(8088, telegram);
        string file = Path.Combine(_folder, "meter.pcap");
        await File.WriteAllBytesAsync(file, capture.Pcap, Cancellation);
        using Process decode = Start("decode", file, option);

        string told = await decode.StandardOutput.ReadToEndAsync(Cancellation);
        await decode.WaitForExitAsync(Cancellation);

        Assert.Equal(3, told.Split(read).Length - 1);
        Assert.Equal(CommandLine.Done, decode.ExitCode);
    }

    [Fact]
    public async Task A_damaged_frame_is_explained_down_to_the_check_that_fails()
    {
        byte[] telegram = SimulatedMeters.Find("kaifa")!.Telegrams(seed: 1, new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero)).First().Bytes;
        telegram[^10] ^= 1;
        string file = Path.Combine(_folder, "meter.bin");
        await File.WriteAllBytesAsync(file, telegram, Cancellation);
        using Process decode = Start("decode", file, "--explain", "--check");

        string told = await decode.StandardOutput.ReadToEndAsync(Cancellation);
        await decode.WaitForExitAsync(Cancellation);

        Assert.StartsWith($"00000000  hdlc, {telegram.Length} octets: hdlc/fcs\n", told);
        Assert.Matches(@"\n  [0-9a-f]{8} +2  [0-9a-f]{4} +FCS  <-- does not fit: [0-9A-F]{2} [0-9A-F]{2} was expected\n", told);
        Assert.Equal(CommandLine.Failed, decode.ExitCode);
    }

    [Fact]
    public async Task What_is_not_of_the_form_that_was_said_is_told_in_one_sentence()
    {
        string file = Path.Combine(_folder, "meter.txt");
        await File.WriteAllTextAsync(file, "7EA0\nZZ", Cancellation);
        using Process decode = Start("decode", file, "--format", "hex");

        string told = await decode.StandardError.ReadToEndAsync(Cancellation);
        await decode.WaitForExitAsync(Cancellation);

        Assert.Equal($"esp-smart-meter: cannot read {file}: line 2, column 1: no hex digit; --format binary reads it as it is\n", told);
        Assert.Equal(CommandLine.AskedWrongly, decode.ExitCode);
    }

    private static Process Start(params string[] arguments)
    {
        // Whoever runs the tests in the background may have the interrupt ignored, and children inherit that.
        ProcessStartInfo start = new("env") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "esp-smart-meter.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
