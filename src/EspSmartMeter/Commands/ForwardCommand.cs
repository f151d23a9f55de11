using EspSmartMeter.Forwarding;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace EspSmartMeter.Commands;

/// <summary><c>forward --source URL --to mqtt://host:port/topic</c>: a line's bytes on to a broker, each burst a message, until it is told to stop.</summary>
internal sealed class ForwardCommand(string topic, ForwardQueue queue) : IByteReceivers
{
    public static Verb Verb { get; } = new("forward", "", "a source's bytes on to an MQTT broker, each burst a message, until Ctrl-C; the app reads them as mqtt://",
    [
        new("--source", "URL", "as of run; without ?mode a serial port listens at 115200-8N1") { IsHidden = true },
        new("--to", "mqtt://[USER:PASSWORD@]host:port/topic[?format=hex]", "the topic; with QoS 1, the newest kept while the broker is away") { IsHidden = true },
    ]);

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] arguments)
    {
        Arguments given = new(Verb, arguments);
        if (given.Rest.Count > 0 || given.All("--source").Count != 1 || given.All("--to").Count != 1)
            throw new UsageException("'forward' needs one source and one topic: esp-smart-meter forward --source serial:///dev/ttyUSB0?mode=115200-8N1 --to mqtt://host:port/topic");
        Source source = new(SourceUrl.Parse("--source", given.All("--source")[0], LineSchemes.BuiltIn));
        MqttAddress to = Target(given.All("--to")[0]);
        if (!source.Scheme.IsLive)
            throw new UsageException("--source: a stored capture is not forwarded; the app itself reads it (run --source file:///dump.bin)");
        await ForwardAsync(source, to);
        return CommandLine.Done;
    }

    public IByteReceiver Of(Source line) => new BurstGatherer(line.IsCarried ? $"{topic}/{Level(line.PlainId)}" : topic, queue);

    public void Found(Source line)
    {
    }

    public void Link(Source source) => Say($"{source.Name}: {source.Statistics.Figures.LinkSentence}");

    private static async Task ForwardAsync(Source source, MqttAddress to)
    {
        using StopSignals stop = new();
        ForwardQueue queue = new();
        Forwarder forwarder = new(to, queue, TimeProvider.System, Random.Shared.NextDouble, Say);
        ForwardCommand command = new(to.Topic.Text, queue);
        if (source.Line.IsOurs)
            Say($"{source.Name}: no ?mode in the address, and forward does not look for one: it listens at {source.Line.Mode}");
        using CancellationTokenSource read = new(), over = new();
        Task sending = forwarder.RunAsync(read.Token, over.Token);
        await new SourceLoop(source, command, TimeProvider.System, NullLogger.Instance).RunAsync(stop.Token);
        // What the line's end left is sent.
        over.CancelAfter(Goodbye);
        await read.CancelAsync();
        await sending;
        Say($"{forwarder.Sent} messages with {forwarder.SentBytes} bytes were forwarded, {queue.LeftOut} left out, {queue.Count} not sent");
    }

    /// <exception cref="UsageException">No topic of a broker.</exception>
    private static MqttAddress Target(string text)
    {
        SourceOptions parsed = SourceUrl.Parse("--to", text, LineSchemes.BuiltIn);
        if (parsed.Scheme is not MqttScheme)
            throw new UsageException("--to must be a topic of a broker: mqtt://host:port/topic");
        MqttAddress to = MqttAddress.Parse(parsed.Url);
        return to.Topic.IsMany ? throw new UsageException("--to: a topic with + or # is none to send to; name one") : to;
    }

    /// <summary>A name as one level of a topic.</summary>
    private static string Level(string name) => new([.. name.Select(character => character is '/' or '+' or '#' || char.IsControl(character) ? '_' : character)]);

    private static void Say(string text) => Console.Error.WriteLine($"{DateTimeOffset.Now:HH:mm:ss} {text}");
}
