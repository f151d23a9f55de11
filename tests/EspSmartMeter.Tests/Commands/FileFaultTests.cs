using EspSmartMeter.Commands;
using EspSmartMeter.Files;
using EspSmartMeter.Options;

namespace EspSmartMeter.Tests.Commands;

/// <summary>Files that a command is pointed at and cannot use.</summary>
public sealed class FileFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commands-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_wrong_is_told_in_plain_words()
    {
        Assert.Equal("there is no such file", Reason(() => File.OpenRead(In("none")), In("none")));
        Assert.Equal("there is no such folder", Reason(() => File.Create(In("none/file")), In("none/file")));
        Assert.Equal("it is a folder", Reason(() => File.OpenRead(_folder), _folder));
        Assert.Equal("it is a folder", Reason(() => File.Create(_folder), _folder));
        Assert.Equal("this user has no right to it", FileFault.Reason(new UnauthorizedAccessException(), In("none")));
        Assert.Equal("No space left", FileFault.Reason(new IOException("No space left."), In("none")));
    }

    [Fact]
    public async Task Decode_of_no_file_is_a_fault_of_usage() => Assert.Equal(CommandLine.AskedWrongly, await DecodeCommand.RunAsync([In("none")]));

    [Fact]
    public async Task A_capture_goes_into_a_new_file_or_an_empty_one()
    {
        File.WriteAllText(In("meter.bin"), "bytes");
        File.WriteAllText(In("empty.bin"), "");

        Assert.Equal(CommandLine.Done, await Capture("new.bin"));
        Assert.Equal(CommandLine.Done, await Capture("empty.bin"));

        Assert.Equal(["bytes", "bytes"], [File.ReadAllText(In("new.bin")), File.ReadAllText(In("empty.bin"))]);
    }

    [Fact]
    public async Task A_capture_spares_what_is_there()
    {
        File.WriteAllText(In("meter.bin"), "bytes");
        File.WriteAllText(In("yesterday.bin"), "old bytes");

        UsageException spared = await Assert.ThrowsAsync<UsageException>(() => Capture("yesterday.bin"));

        Assert.Contains("is there already", spared.Message);
        Assert.Equal("old bytes", File.ReadAllText(In("yesterday.bin")));
        Assert.Equal(CommandLine.Failed, await Capture("."));
        Assert.Equal(CommandLine.Failed, await Capture("none/new.bin"));
    }

    [Fact]
    public async Task A_capture_from_a_port_that_refuses_ends_and_leaves_no_file()
    {
        string[] command = ["capture", $"tcp://127.0.0.1:{RunningApp.FreePort()}", In("meter.bin")];
        Assert.Equal(CommandLine.Failed, await CommandLine.RunAsync(command).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(In("meter.bin")));

        File.WriteAllText(In("empty.bin"), "");
        Assert.Equal(CommandLine.Failed, await CommandLine.RunAsync([.. command[..2], In("empty.bin")]).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(In("empty.bin")));
    }

    private Task<int> Capture(string file) => CaptureCommand.RunAsync([$"file://{In("meter.bin")}", In(file)]);

    private string In(string file) => Path.Combine(_folder, file);

    private static string Reason(Func<FileStream> use, string path) => FileFault.Reason(Assert.ThrowsAny<Exception>(use), path);
}
