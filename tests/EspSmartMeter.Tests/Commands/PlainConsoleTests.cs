using EspSmartMeter.Commands;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EspSmartMeter.Tests.Commands;

public class PlainConsoleTests
{
    private static void Throw(string text) => throw new InvalidOperationException(text);

    [Theory]
    [InlineData("refused (line: garbage)\n2026-01-01 00:00:00 ERROR forged", null)]
    [InlineData("long", 1_000_000)]
    public void Whatever_is_logged_is_one_line_of_bounded_length(string message, int? times)
    {
        string text = times is int count ? string.Concat(Enumerable.Repeat(message, count)) : message;
        Exception fault = Assert.Throws<InvalidOperationException>(() => Throw(text));
        StringWriter written = new() { NewLine = "\n" };
        new PlainConsole(TimeProvider.System).Write(new LogEntry<string>(LogLevel.Error, "app", default, text, fault, (state, _) => state), null, written);

        string line = written.ToString();
        Assert.EndsWith("\n", line);
        Assert.Equal(1, line.Count(character => character == '\n'));
        Assert.InRange(line.Length, 1, 11_000);
    }
}
