using EspSmartMeter.Captures;
using EspSmartMeter.Captures.Held;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Lists;

namespace EspSmartMeter.Commands;

/// <summary><c>decode [FILE|-]</c>: a capture in, one JSON object a line out, in the order of the stream.</summary>
internal static class DecodeCommand
{
    public static Verb Verb { get; } = new("decode", "[FILE|-]", "decodes a capture; one JSON object a line: {\"reading\": ...} or {\"rejected\": ...}",
    [
        new("--key", "[TITLE=]HEX", "the decryption key; with a system title, that meter's alone (repeatable)") { IsHidden = true },
        new("--auth-key", "[TITLE=]HEX", "the authentication key beside it, where there is one") { IsHidden = true },
        CommandFlag.OneOf("--crc", ["on", "off"], "off: checksums of P1 and SML are not looked at"),
        new("--lists", "DIR", "own lists"),
        new("--list", "NAME", "the list that the meter sends, where nothing but its length tells it"),
        new("--time-zone", "ID", "the meter's: Europe/Stockholm"),
        CommandFlag.OneOf("--format", ["auto", .. CaptureForm.All.Select(form => form.Name)],
            "auto: what it looks like; hex: with or without offsets; c: an array; log: our log.txt; pcap: of tcpdump or Wireshark"),
        new("--check", null, "exit status 1 where nothing decodes"),
        new("--explain", null, "what each frame is made of, as text: layers, bytes, values, and what is wrong where"),
    ]);

    private const int OneRead = 4096;

    public static async Task<int> RunAsync(string[] arguments)
    {
        Arguments given = new(Verb, arguments);
        if (given.Rest.Count > 1)
            throw new UsageException("'decode' reads one file: put quotes around a key or a name that has spaces");
        DecoderOptions options = OptionsFrom(given);
        CaptureForm? form = FormFrom(given);

        string file = given.Rest.Count == 1 ? given.Rest[0] : "-";
        using PipedOutput output = new();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DecodedLines lines = new(file == "-" ? "-" : Path.GetFileName(file), now, output);
        ExplainedFrames explained = new(options, output);
        ICaptureReceiver receiver = given.Has("--explain") ? new GatheredStreams(ExplainedFrames.MostOctets, now, explained.Write) : new DecoderFeed(options, lines);
        try
        {
            using Stream input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            await DecodeAsync(input, new CaptureInput(form, receiver), lines);
        }
        catch (OutputClosedException)
        {
            return CommandLine.Done;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CaptureFault)
        {
            string reason = unreadable is CaptureFault ? unreadable.Message : FileFault.Reason(unreadable, file);
            await Console.Error.WriteLineAsync($"esp-smart-meter: cannot read {(file == "-" ? "the input" : TypedValue.Path(file, "the file"))}: {reason}");
            return CommandLine.AskedWrongly;
        }
        return given.Has("--check") && explained.Readings + lines.Readings == 0 ? CommandLine.Failed : CommandLine.Done;
    }

    private static CaptureForm? FormFrom(Arguments given) => given.Last("--format") switch
    {
        null or "auto" => null,
        string name => CaptureForm.Named(name) ?? throw new UsageException($"--format is auto, {string.Join(", ", CaptureForm.All.Select(form => form.Name))}"),
    };

    private static DecoderOptions OptionsFrom(Arguments given)
    {
        ListCatalogue? lists = given.Last("--lists") is string folder ? ListFolder.Load("--lists", folder) : null;
        string? list = given.Last("--list");
        if (list is not null && !(lists ?? ListCatalogue.BuiltIn).Has(list))
            throw new UsageException(ListFolder.Unknown("--list"));
        return WithoutLists(given) with { Lists = lists, List = list };
    }

    private static DecoderOptions WithoutLists(Arguments given) => new()
    {
        Keys = TitleKeys.FromFlags(given).Into(
            HexKey.Ring("--key", TitleKeys.Untitled(given, "--key"), "--auth-key", TitleKeys.Untitled(given, "--auth-key"))),
        VerifyCrc = given.Last("--crc") switch
        {
            null or "on" => true,
            "off" => false,
            _ => throw new UsageException("--crc is on or off"),
        },
        TimeZone = given.Last("--time-zone") is string zone ? TimeZoneName.Parse("--time-zone", zone) : null,
    };

    // What comes slowly is decoded as it comes; a stop ends the input, and what came until then is decoded.
    private static async Task DecodeAsync(Stream input, CaptureInput capture, DecodedLines lines)
    {
        using StopSignals stop = new();
        DecodeProgress progress = new(input, lines);
        byte[] buffer = new byte[OneRead];
        try
        {
            // The wait is what is cancelled: a terminal's read goes on.
            for (int count; (count = await Task.Run(() => input.Read(buffer)).WaitAsync(stop.Token)) > 0;)
            {
                capture.Push(buffer.AsSpan(0, count));
                lines.Flush();
                progress.Show();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by its user.
        }
        progress.Hide();
        capture.End();
        lines.Flush();
    }
}
