using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace EspSmartMeter.Commands;

/// <summary><c>capture URL FILE</c>: the raw bytes of a source into a file, until Ctrl-C. `decode` reads the file.</summary>
internal sealed class CaptureCommand(Stream file) : IByteReceiver, IByteReceivers
{
    public static Verb Verb { get; } = new("capture", "URL FILE", "stores the raw bytes of a source, until Ctrl-C", []);

    private volatile bool _wasOpen;

    public static async Task<int> RunAsync(string[] arguments)
    {
        Arguments given = new(Verb, arguments);
        if (given.Rest.Count != 2)
            throw new UsageException("'capture' needs a source and a file: esp-smart-meter capture tcp://emeter.local:8088 meter.bin");
        Source source = new(SourceUrl.Parse("URL", given.Rest[0], LineSchemes.BuiltIn));
        using StopSignals stop = new();
        try
        {
            bool isNew = !Path.Exists(given.Rest[1]);
            using FileStream file = new(given.Rest[1], FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            if (file.CanSeek && file.Length > 0)
                throw new UsageException($"{TypedValue.Path(given.Rest[1], "the file")} is there already: choose another name, so that no capture is lost");
            if (!await Capture(source, file, stop.Token))
            {
                if (isNew)
                    File.Delete(given.Rest[1]);
                await Console.Error.WriteLineAsync($"esp-smart-meter: nothing to capture: {source.Statistics.Figures.LinkSentence}");
                return CommandLine.Failed;
            }
            Console.Error.WriteLine($"\n{source.Statistics.Figures.Bytes} bytes in {TypedValue.Path(given.Rest[1], "the file")}; to decode them: esp-smart-meter decode {TypedValue.Path(given.Rest[1], "FILE")}");
            return CommandLine.Done;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"esp-smart-meter: cannot write {TypedValue.Path(given.Rest[1], "the file")}: {FileFault.Reason(unwritable, given.Rest[1])}");
            return CommandLine.Failed;
        }
    }

    /// <summary>False where the source cannot be opened at all. One that breaks later is opened again.</summary>
    private static async Task<bool> Capture(Source source, FileStream file, CancellationToken stop)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        CaptureCommand capture = new(file);
        Task reading = new SourceLoop(source, capture, TimeProvider.System, NullLogger.Instance).RunAsync(over.Token);
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        string told = "";
        while (!reading.IsCompleted)
        {
            SourceFigures figures = source.Statistics.Figures;
            string line = $"{source.Address}: {figures.LinkSentence} {figures.Bytes} bytes";
            if (line != told)
                Console.Error.WriteLine(told = line);
            if (figures.Link == LinkState.Lost && !capture._wasOpen)
            {
                await over.CancelAsync();
                await reading;
                return false;
            }
            await Task.WhenAny(reading, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
        }
        await reading;
        return true;
    }

    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        file.Write(bytes);
        file.Flush();
    }

    /// <summary>Asked for as soon as the line is open.</summary>
    public IByteReceiver Of(Source line)
    {
        _wasOpen = true;
        return this;
    }

    public void Found(Source line)
    {
    }

    public void Link(Source source)
    {
    }

    public void EndBurst(DateTimeOffset now)
    {
    }

    public void Idle(DateTimeOffset now)
    {
    }

    public void End(DateTimeOffset now) => file.Flush();
}
