using System.Collections.Concurrent;
using EspSmartMeter.Mqtt;
using Microsoft.Extensions.Logging;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>The client, with what its events told.</summary>
internal sealed class ClientUnderTest : IAsyncDisposable
{
    public static readonly MqttMessage Will = MqttMessage.Retained("t/status", "offline");

    public ClientUnderTest(IBrokerLocator locator, TimeProvider? time = null)
    {
        Client = new(locator, $"test-{Guid.NewGuid():N}"[..20], time ?? TimeProvider.System, new LineLog(Logged));
        Client.LinkChanged += Links.Enqueue;
        Client.Received += Received.Enqueue;
    }

    public ClientUnderTest(Broker broker) : this(new ConfiguredBroker(broker))
    {
    }

    public ClientUnderTest(int port) : this(new Broker("127.0.0.1", port))
    {
    }

    public ManagedMqttClient Client { get; }

    public ConcurrentQueue<MqttLink> Links { get; } = new();

    public ConcurrentQueue<MqttMessage> Received { get; } = new();

    public ConcurrentQueue<string> Logged { get; } = new();

    /// <summary>One that is connected.</summary>
    public static async Task<ClientUnderTest> ConnectedTo(int port)
    {
        ClientUnderTest test = new ClientUnderTest(port).Started();
        await test.UntilConnected();
        return test;
    }

    public ClientUnderTest Started()
    {
        Client.Start(Will);
        return this;
    }

    public Task UntilConnected(int seconds = 15) => Until(() => Client.Link.Connected, seconds, () => Client.Link.Sentence.ToString());

    /// <summary>The first sentence that the client says of a link that fails.</summary>
    public async Task<string> Complaint()
    {
        await Until(() => Links.Any(link => !link.Connected), 15, () => "no complaint");
        return Links.First(link => !link.Connected).Sentence.ToString();
    }

    public static async Task Until(Func<bool> holds, int seconds, Func<string> otherwise)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            if (holds())
                return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail(otherwise());
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private sealed class LineLog(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> text) =>
            lines.Enqueue(text(state, exception));
    }
}
