using System.Buffers;
using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Json;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Commands;

/// <summary><c>decode [FILE|-]</c>: a capture in, one JSON object a line out, in the order of the stream.</summary>
internal sealed class DecodeCommand : IDecoderSink
{
    internal static readonly string[] Options = ["--key", "--auth-key", "--crc", "--lists", "--list", "--time-zone"];

    private readonly string _source;
    private readonly DateTimeOffset _now;
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _line = new(16384);

    private DecodeCommand(string source, DateTimeOffset now, Stream output)
    {
        _source = source;
        _now = now;
        _output = output;
    }

    public static int Run(string[] arguments)
    {
        Arguments given = new("decode", arguments, Options);
        if (given.Rest.Count > 1)
            throw new UsageException("'decode' reads one file: put quotes around a key or a name that has spaces");
        DecoderOptions options = OptionsFrom(given);

        string file = given.Rest.Count == 1 ? given.Rest[0] : "-";
        using Stream output = Console.OpenStandardOutput();
        try
        {
            using Stream input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            Decode(input, new DecodeCommand(file == "-" ? "-" : Path.GetFileName(file), TimeProvider.System.GetUtcNow(), output), options);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"esp-smart-meter: cannot read {TypedValue.Path(file, "the file")}: {FileFault.Reason(unreadable, file)}");
            return CommandLine.AskedWrongly;
        }
        return CommandLine.Done;
    }

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

    // One time stamp for the whole file: a capture does not tell when its bytes came in, and time that passes here must not decide anything.
    private static void Decode(Stream input, DecodeCommand sink, DecoderOptions options)
    {
        MeterDecoder decoder = new(options, sink);
        byte[] buffer = new byte[4096];
        for (int count; (count = input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
            decoder.Feed(buffer.AsSpan(0, count), sink._now);
        decoder.End(sink._now);
        sink._output.Flush();
    }

    public void OnReading(Reading reading) => WriteLine("reading", json => ReadingJson.Write(json, reading, reading.MeterId, _source));

    public void OnRejected(Rejected rejected) => WriteLine("rejected", json => RejectedJson.Write(json, rejected, _source, _now));

    private void WriteLine(string kind, Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_line, JsonForm.OneLine))
        {
            json.WriteStartObject();
            json.WritePropertyName(kind);
            write(json);
            json.WriteEndObject();
        }
        _line.Write("\n"u8);
        _output.Write(_line.WrittenSpan);
    }
}
