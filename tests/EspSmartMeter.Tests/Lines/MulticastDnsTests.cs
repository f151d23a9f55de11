using System.Net;
using System.Net.Sockets;
using System.Text;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Tests.Lines;

/// <summary>The query over real UDP, to a responder on loopback in the place of the multicast group.</summary>
public class MulticastDnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_host_that_answers_is_found()
    {
        using Responder network = new();
        Task<IPAddress?> finding = Find("Emeter.local", network);
        (byte[] query, IPEndPoint asker) = await network.Asked();
        Assert.Equal("\u0006emeter\u0005local\0\0\u0001\u0080\u0001", Encoding.Latin1.GetString(query[12..]));

        network.Answer(asker, Response([.. Name("printer", "local")], 9), Response([.. Name("EMETER", "LOCAL")], 7));

        Assert.Equal(IPAddress.Parse("192.168.1.7"), await finding);
    }

    [Fact]
    public async Task A_name_by_pointer_is_followed()
    {
        using Responder network = new();
        Task<IPAddress?> finding = Find("emeter.local", network);
        (byte[] query, IPEndPoint asker) = await network.Asked();

        // The question comes back, and the answer's name points at it.
        byte[] question = query[12..];
        network.Answer(asker, [0, 0, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0, .. question, 0xC0, 12, 0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 192, 168, 1, 7]);

        Assert.Equal(IPAddress.Parse("192.168.1.7"), await finding);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("000084000000000100000000")]
    [InlineData("000084000000ffff00000000c00c")]
    [InlineData("00008400000000010000000006656d65746572056c6f63616c000001800100000078ffffc0a80107")]
    [InlineData("000084000000000100000000c00cc00c00018001000000780004c0a80107")]
    public async Task A_broken_answer_is_passed_over(string hex)
    {
        using Responder network = new();
        Task<IPAddress?> finding = Find("emeter.local", network);
        (_, IPEndPoint asker) = await network.Asked();

        network.Answer(asker, Convert.FromHexString(hex), Response([.. Name("emeter", "local")], 7));

        Assert.Equal(IPAddress.Parse("192.168.1.7"), await finding);
    }

    [Fact]
    public async Task Silence_finds_nothing()
    {
        using Responder network = new();

        Assert.Null(await MulticastDns.FindAsync("emeter.local", network.EndPoint, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
    }

    private static Task<IPAddress?> Find(string host, Responder network) =>
        MulticastDns.FindAsync(host, network.EndPoint, Patience, TestContext.Current.CancellationToken);

    private static byte[] Response(byte[] name, byte last) =>
        [0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, .. name, 0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 192, 168, 1, last];

    private static IEnumerable<byte> Name(params string[] labels) =>
        labels.SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]).Append((byte)0);

    private sealed class Responder : IDisposable
    {
        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

        public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

        public async Task<(byte[] Query, IPEndPoint Asker)> Asked()
        {
            UdpReceiveResult asked = await _socket.ReceiveAsync(TestContext.Current.CancellationToken);
            return (asked.Buffer, asked.RemoteEndPoint);
        }

        public void Answer(IPEndPoint asker, params byte[][] answers)
        {
            foreach (byte[] answer in answers)
                _socket.Send(answer, asker);
        }

        public void Dispose() => _socket.Dispose();
    }
}
