using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Commands;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>The question to the Supervisor, against a real HTTP server that answers as the Supervisor was seen to.</summary>
public sealed class SupervisorBrokerTests
{
    private const string Found = """{"result":"ok","data":{"host":"core-mosquitto","port":1883,"ssl":false,"protocol":"3.1.1","username":"addons","password":"secret","addon":"core_mosquitto"}}""";

    [Fact]
    public async Task The_installed_broker_is_found_with_its_password()
    {
        using HttpServer supervisor = new(200, Found);
        Broker broker = await Asked(supervisor);
        Assert.Equal(new Broker("core-mosquitto", 1883) { Username = "addons", Password = "secret" }, broker);
        Assert.Contains("Authorization: Bearer the-token", supervisor.Request);
        Assert.StartsWith("GET /services/mqtt ", supervisor.Request);
    }

    [Fact]
    public async Task A_port_given_as_text_is_taken_too()
    {
        using HttpServer supervisor = new(200, Found.Replace("1883", "\"8883\"").Replace("\"ssl\":false", "\"ssl\":true"));
        Broker broker = await Asked(supervisor);
        Assert.Equal((8883, true), (broker.Port, broker.Tls));
    }

    [Theory]
    [InlineData(400, """{"result":"error","message":"Service not enabled"}""", "has no MQTT broker yet")]
    [InlineData(403, """{"result":"error","message":"No access to mqtt service!"}""", "does not let this app ask")]
    [InlineData(500, "", "cannot tell the MQTT broker now")]
    [InlineData(200, "<html>", "cannot be read")]
    [InlineData(200, """{"result":"ok","data":{"host":"h","port":0}}""", "cannot be read")]
    [InlineData(200, """{"result":"ok","data":[]}""", "cannot be read")]
    public async Task What_is_no_broker_is_told_in_a_sentence(int status, string answer, string sentence)
    {
        using HttpServer supervisor = new(status, answer);
        BrokerUnknownException unknown = await Assert.ThrowsAsync<BrokerUnknownException>(() => Asked(supervisor));
        Assert.Contains(sentence, unknown.Message);
    }

    [Fact]
    public async Task A_supervisor_that_is_not_there_is_told_in_a_sentence()
    {
        HttpServer gone = new(200, Found);
        gone.Dispose();
        BrokerUnknownException unknown = await Assert.ThrowsAsync<BrokerUnknownException>(() => Asked(gone));
        Assert.Contains("does not answer", unknown.Message);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_is_not_waited_for_for_ever()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using HttpClient http = new() { BaseAddress = new Uri($"http://{listener.LocalEndpoint}/") };
        Task<Broker> asking = new SupervisorBroker(http, "the-token", TimeSpan.FromMilliseconds(300)).FindAsync(TestContext.Current.CancellationToken);
        using Socket supervisor = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await supervisor.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":"u8.ToArray(), TestContext.Current.CancellationToken);

        BrokerUnknownException unknown = await Assert.ThrowsAsync<BrokerUnknownException>(() => asking);
        Assert.Contains("does not answer", unknown.Message);
    }

    [Fact]
    public async Task The_users_own_broker_comes_before_the_supervisors()
    {
        IBrokerLocator locator = BrokerServices.LocatorOf(new MqttOptions { Host = "mine", Tls = true, Username = "me" }, "token");
        Broker broker = await locator.FindAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new Broker("mine", 8883) { Username = "me", Tls = true }, broker);
    }

    [Fact]
    public async Task Without_a_broker_and_a_supervisor_it_says_what_to_set()
    {
        IBrokerLocator locator = BrokerServices.LocatorOf(new MqttOptions(), null);
        BrokerUnknownException none = await Assert.ThrowsAsync<BrokerUnknownException>(() => locator.FindAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Set mqtt.host", none.Message);
    }

    private static async Task<Broker> Asked(HttpServer server)
    {
        using HttpClient http = new() { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(10) };
        return await new SupervisorBroker(http, "the-token").FindAsync(TestContext.Current.CancellationToken);
    }
}
