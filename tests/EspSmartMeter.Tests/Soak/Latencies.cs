using System.Globalization;
using EspSmartMeter.Tests.Mqtt;
using MQTTnet;

namespace EspSmartMeter.Tests.Soak;

/// <summary>
/// How long a telegram takes from the meter's write to a subscriber of the broker, for each meter's live topic; and how long a message takes that somebody else says
/// there each second, which tells what the machine was busy with.
/// </summary>
internal sealed class Latencies : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private const string Ping = "soak/ping";

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private List<double> _telegrams = [], _pings = [];
    private long _pingedAt;
    private Task _pinging = Task.CompletedTask;

    private Latencies()
    {
    }

    /// <param name="broker">Where it listens.</param>
    /// <param name="meterOf">The meter of a live topic; null: of none.</param>
    public static async Task<Latencies> OnAsync(MosquittoBroker broker, Func<string, StampedMeter?> meterOf)
    {
        Latencies latencies = new();
        latencies._client.ApplicationMessageReceivedAsync += received =>
        {
            long now = TimeProvider.System.GetTimestamp();
            if (meterOf(received.ApplicationMessage.Topic) is StampedMeter meter)
                latencies.Add(latencies._telegrams, meter.SentAt, now);
            else if (received.ApplicationMessage.Topic == Ping)
                latencies.Add(latencies._pings, latencies._pingedAt, now);
            return Task.CompletedTask;
        };
        await latencies._client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).Build(), TestContext.Current.CancellationToken);
        foreach (string filter in (string[])["esp-smart-meter/+/live", Ping])
            await latencies._client.SubscribeAsync(filter, cancellationToken: TestContext.Current.CancellationToken);
        latencies._pinging = latencies.PingAsync();
        return latencies;
    }

    /// <summary>What was heard since the last call.</summary>
    public (Percentiles Telegrams, Percentiles Pings) Take()
    {
        lock (_gate)
        {
            (Percentiles, Percentiles) taken = (Percentiles.Of(_telegrams), Percentiles.Of(_pings));
            (_telegrams, _pings) = ([], []);
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pinging;
        await _client.DisconnectAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task PingAsync()
    {
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        try
        {
            while (await second.WaitForNextTickAsync(_stop.Token))
            {
                Interlocked.Exchange(ref _pingedAt, TimeProvider.System.GetTimestamp());
                await _client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Ping).Build(), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void Add(List<double> to, long from, long now)
    {
        lock (_gate)
            to.Add(TimeProvider.System.GetElapsedTime(from, now).TotalMilliseconds);
    }
}

/// <summary>Of so many messages, in milliseconds.</summary>
internal readonly record struct Percentiles(int Count, double Median, double Most)
{
    public static Percentiles Of(IReadOnlyCollection<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? default : new(sorted.Length, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} messages, p50 {Median:0.00} ms, p99 {Most:0.00} ms");
}
