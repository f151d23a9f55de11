using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>A link that cannot be made says what is wrong, where, and what to do; never the password.</summary>
public sealed class MqttComplaintTests
{
    [Fact]
    public async Task A_refused_password_names_the_options()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        broker.SetPassword("app", "right");
        broker.Start();
        await using ClientUnderTest test = new ClientUnderTest(new Broker("127.0.0.1", broker.Port) { Username = "app", Password = "wrong-one" }).Started();

        string complaint = await test.Complaint();
        Assert.Equal($"The MQTT broker 127.0.0.1:{broker.Port} refused the user or the password: check mqtt.username and mqtt.password.", complaint);
    }

    [Fact]
    public async Task A_broker_that_wants_a_user_says_so_when_none_is_set()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        broker.SetPassword("app", "right");
        broker.Start();
        await using ClientUnderTest test = new ClientUnderTest(broker.Port).Started();

        Assert.Contains("wants a user and a password", await test.Complaint());
    }

    [Fact]
    public async Task An_unknown_host_is_told_as_such()
    {
        MosquittoBroker.Prepare().Dispose();
        await using ClientUnderTest test = new ClientUnderTest(new Broker("no-such-broker.invalid", 1883)).Started();

        Assert.Contains("'no-such-broker.invalid' is not known to the network: check mqtt.host", await test.Complaint());
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_told_as_such()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        await using ClientUnderTest test = new ClientUnderTest(broker.Port).Started();

        Assert.Contains($"127.0.0.1:{broker.Port} cannot be reached (Connection refused): check mqtt.host and mqtt.port", await test.Complaint());
    }

    [Fact]
    public async Task Something_that_is_no_broker_is_told_as_such()
    {
        MosquittoBroker.Prepare().Dispose();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task closing = Task.Run(async () =>
        {
            // The attempt, and the question what it is that answers.
            for (int connection = 0; connection < 2; connection++)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            }
        }, TestContext.Current.CancellationToken);
        await using ClientUnderTest test = new ClientUnderTest(port).Started();

        Assert.Equal($"What answers at 127.0.0.1:{port} is no MQTT broker: check mqtt.host and mqtt.port (often 1883).", await test.Complaint());
        await closing;
    }

    [Fact]
    public void A_broker_in_a_log_shows_neither_user_nor_password()
    {
        string shown = new Broker("core-mosquitto", 1883) { Username = "someone", Password = "hidden" }.ToString();
        Assert.Equal("core-mosquitto:1883", shown);
    }
}
