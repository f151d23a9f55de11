using MQTTnet;
using MQTTnet.Client;
using MQTTnet.Extensions.ManagedClient;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace EspSmartMeter.Mqtt;

/// <summary>
/// One connection through MQTTnet's managed client, from the attempt to its end; the next attempt gets a new one, so that nothing old waits inside the
/// library, and the broker's address and password are asked for anew.
/// </summary>
internal sealed class MqttNetSession : IDisposable
{
    private readonly IManagedMqttClient _client = new MqttFactory().CreateManagedMqttClient();
    private readonly TaskCompletionSource<ConnectingFailedEventArgs?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _asksAtOnce;

    public MqttNetSession()
    {
        _client.ConnectedAsync += _ =>
        {
            if (!_asksAtOnce)
                _answer.TrySetResult(null);
            return Task.CompletedTask;
        };
        _client.SubscriptionsChangedAsync += changed =>
        {
            foreach (MqttClientSubscribeResultItem asked in changed.SubscribeResult.SelectMany(result => result.Items))
            {
                if (asked.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                    Refused?.Invoke(asked.TopicFilter.Topic);
            }
            _answer.TrySetResult(null);
            return Task.CompletedTask;
        };
        _client.ConnectingFailedAsync += failed =>
        {
            _answer.TrySetResult(failed);
            return Task.CompletedTask;
        };
        _client.DisconnectedAsync += _ =>
        {
            // Told of a failed attempt too, whose answer says more; and, where the link breaks at once, even before that answer.
            _lost.TrySetResult();
            return Task.CompletedTask;
        };
        _client.ApplicationMessageProcessedAsync += processed =>
        {
            if (processed.Exception is null)
                Confirmed?.Invoke(processed.ApplicationMessage.Id);
            return Task.CompletedTask;
        };
        _client.ApplicationMessageReceivedAsync += received =>
        {
            Take(received.ApplicationMessage);
            return Task.CompletedTask;
        };
    }

    /// <summary>The broker's answer to the attempt: null when it let us in, and answered for the topics that were asked for: what is said there now arrives.</summary>
    public Task<ConnectingFailedEventArgs?> Answer => _answer.Task;

    /// <summary>Completes when the connection has broken.</summary>
    public Task Lost => _lost.Task;

    /// <summary>The message that was sent under this id has left, and was acknowledged where its quality asks for it.</summary>
    public event Action<Guid>? Confirmed;

    public event Action<MqttMessage>? Received;

    /// <summary>A topic that the broker did not grant.</summary>
    public event Action<string>? Refused;

    public async Task StartAsync(ManagedMqttClientOptions options, IReadOnlyCollection<string> filters)
    {
        _asksAtOnce = filters.Count > 0;
        foreach (string filter in filters)
            await SubscribeAsync(filter);
        await _client.StartAsync(options);
    }

    public Task SubscribeAsync(string filter) => _client.SubscribeAsync(
        new List<MqttTopicFilter> { new() { Topic = filter, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce } });

    public Task SendAsync(Guid id, MqttMessage message)
    {
        MqttApplicationMessage sent = new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic)
            .WithPayload(message.Payload.ToArray())
            .WithRetainFlag(message.Retain)
            .WithQualityOfServiceLevel(message.Quality == MqttQuality.AtLeastOnce ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce)
            .Build();
        return _client.EnqueueAsync(new ManagedMqttApplicationMessageBuilder().WithId(id).WithApplicationMessage(sent).Build());
    }

    /// <summary>Says goodbye, so that the broker keeps the will to itself.</summary>
    public Task StopAsync() => _client.StopAsync();

    public void Dispose() => _client.Dispose();

    private void Take(MqttApplicationMessage message)
    {
        ArraySegment<byte> payload = message.PayloadSegment;
        if (payload.Count > MqttLimits.LargestIncoming)
            return;
        MqttQuality quality = message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce ? MqttQuality.AtMostOnce : MqttQuality.AtLeastOnce;
        // A message without a payload may have a segment without an array.
        Received?.Invoke(new MqttMessage(message.Topic, payload.AsSpan().ToArray(), message.Retain, quality));
    }
}
