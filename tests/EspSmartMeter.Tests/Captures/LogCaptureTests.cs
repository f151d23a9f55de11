using System.Text;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sinks.RejectLog;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Captures;

public sealed class LogCaptureTests
{
    [Fact]
    public void What_followed_on_the_line_follows_here_and_the_rest_is_streams_of_their_own()
    {
        string log = Entry("tcp://a:1", 100, 20) + Entry("tcp://a:1", 120, 40) + "# tcp://a:1: 12 more of line/garbage within a minute of 2026-06-01T12:00:00Z\n\n"
            + Entry("tcp://a:1", 400, 8) + Entry("tcp://b:1", 408, 8);

        Assert.Equal([Hex(100, 60), Hex(400, 8), Hex(408, 8)], HeldBytes.In(Encoding.UTF8.GetBytes(log)));
    }

    private static string Entry(string source, int offset, int count) => RejectText.Of(new Rejection(
        source, source, DateTimeOffset.UnixEpoch, new Rejected(RejectionLayer.Line, RejectionReason.Garbage, offset, Octets(offset, count), "a detail")));

    private static byte[] Octets(int offset, int count) => [.. Enumerable.Range(offset, count).Select(at => (byte)(at * 37))];

    private static string Hex(int offset, int count) => Convert.ToHexStringLower(Octets(offset, count));
}
