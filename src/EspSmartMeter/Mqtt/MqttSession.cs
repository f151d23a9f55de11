using System.Buffers;
using EspSmartMeter.Languages;
using MQTTnet;
using MQTTnet.Protocol;

namespace EspSmartMeter.Mqtt;

/// <summary>
/// One connection through MQTTnet, from the attempt to its end; the next attempt gets a new one, so that nothing old waits inside the library, and the
/// broker's address and password are asked for anew.
/// </summary>
internal sealed class MqttSession : IDisposable
{
    private readonly SessionOptions _options;
    private readonly TimeProvider _time;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MqttSession(SessionOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _client.DisconnectedAsync += _ =>
        {
            _lost.TrySetResult();
            return Task.CompletedTask;
        };
        _client.ApplicationMessageReceivedAsync += received =>
        {
            Take(received.ApplicationMessage);
            return Task.CompletedTask;
        };
    }

    /// <summary>Completes when the connection has broken.</summary>
    public Task Lost => _lost.Task;

    public event Action<MqttMessage>? Received;

    /// <summary>A topic that the broker did not grant.</summary>
    public event Action<string>? Refused;

    /// <summary>
    /// Null when the broker let us in, and answered for the topics that were asked for: what is said there now arrives. Else why not, in a sentence
    /// that says what to do.
    /// </summary>
    public async Task<Sentence?> ConnectAsync(IReadOnlyCollection<string> filters, CancellationToken cancellation)
    {
        MqttClientOptions options = _options.Build();
        using CancellationTokenSource patience = new(MqttLimits.Connecting, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            MqttClientConnectResult answer = await _client.ConnectAsync(options, either.Token);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
                return SessionFault.Refused(_options.Broker, answer.ResultCode);
            if (filters.Count > 0)
                await SubscribeAsync(filters, either.Token);
            return Lost.IsCompleted ? MqttFault.HungUp(_options.Broker) : null;
        }
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
        {
            return patience.IsCancellationRequested ? MqttFault.Silent(_options.Broker) : SessionFault.Describe(failed, _options);
        }
    }

    /// <summary>Asks for topics; a link that breaks meanwhile tells by <see cref="Lost"/>.</summary>
    public async Task SubscribeAsync(IReadOnlyCollection<string> filters)
    {
        try
        {
            using CancellationTokenSource patience = new(MqttLimits.Confirming, _time);
            await SubscribeAsync(filters, patience.Token);
        }
        catch (Exception)
        {
            GiveUp();
        }
    }

    /// <summary>Returns when the message has left, and was confirmed where its quality asks for it.</summary>
    /// <exception cref="MQTTnet.Exceptions.MqttProtocolViolationException">It is no message that can be sent.</exception>
    /// <exception cref="Exception">The link is broken.</exception>
    public async Task PublishAsync(MqttMessage message)
    {
        MqttApplicationMessage sent = new()
        {
            Topic = message.Topic,
            Payload = new ReadOnlySequence<byte>(message.Payload),
            Retain = message.Retain,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Quality,
        };
        using CancellationTokenSource patience = new(MqttLimits.Confirming, _time);
        await _client.PublishAsync(sent, patience.Token);
    }

    /// <summary>The link leads nowhere, whatever the library thinks of it.</summary>
    public void GiveUp() => _lost.TrySetResult();

    /// <summary>Says goodbye, so that the broker keeps the will to itself.</summary>
    public async Task DisconnectAsync()
    {
        try
        {
            using CancellationTokenSource patience = new(MqttLimits.Connecting, _time);
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token);
        }
        catch (Exception)
        {
            // It broke before.
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task SubscribeAsync(IReadOnlyCollection<string> filters, CancellationToken cancellation)
    {
        MqttClientSubscribeOptionsBuilder asked = new();
        foreach (string filter in filters)
            asked.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce);
        foreach (MqttClientSubscribeResultItem answered in (await _client.SubscribeAsync(asked.Build(), cancellation)).Items)
        {
            if (answered.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                Refused?.Invoke(answered.TopicFilter.Topic);
        }
    }

    private void Take(MqttApplicationMessage message)
    {
        if (message.Payload.Length > MqttLimits.LargestIncoming)
            return;
        MqttQuality quality = message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce ? MqttQuality.AtMostOnce : MqttQuality.AtLeastOnce;
        Received?.Invoke(new MqttMessage(message.Topic, message.Payload.ToArray(), message.Retain, quality));
    }
}
