using System.Threading.Channels;
using EspSmartMeter.Languages;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A scheme that only the tests have: <c>made-up://host?key=SECRET</c>. Its lines are those that a test opens.</summary>
internal sealed class MadeUpScheme : IOneLineScheme
{
    private readonly Channel<ScriptedLine> _opened = Channel.CreateUnbounded<ScriptedLine>();

    public string Name => "made-up";

    public string Form => "made-up://host?key=KEY";

    public bool HasModes => true;

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    public void Check(Uri url)
    {
        if (!url.Query.StartsWith("?key=", StringComparison.Ordinal))
            throw new FormatException("a made-up line needs its key: made-up://host?key=KEY");
    }

    public string Shown(Uri url) => $"made-up://{url.Host}";

    /// <summary>The mode each line was opened in.</summary>
    public List<SerialMode> Modes { get; } = [];

    /// <summary>The line that was opened, once it was.</summary>
    public ValueTask<ScriptedLine> OpenedAsync() => _opened.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool TryOpened(out ScriptedLine? line) => _opened.Reader.TryRead(out line);

    /// <summary>The next opening fails.</summary>
    public Exception? Fault { get; set; }

    public ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation)
    {
        if (Fault is Exception fault)
        {
            Fault = null;
            throw fault;
        }
        Modes.Add(opening.Mode);
        ScriptedLine line = new();
        _opened.Writer.TryWrite(line);
        return ValueTask.FromResult<ILine>(line);
    }
}

/// <summary>Another: <c>made-up-many://host</c>. A carrier, whose lines are those that a test brings.</summary>
internal sealed class MadeUpCarrierScheme : IManyLinesScheme
{
    private readonly Channel<Carrier> _opened = Channel.CreateUnbounded<Carrier>();

    public string Name => "made-up-many";

    public string Form => "made-up-many://host";

    public void Check(Uri url)
    {
    }

    public ValueTask<Carrier> OpenedAsync() => _opened.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool TryOpened(out Carrier? carrier) => _opened.Reader.TryRead(out carrier);

    public ValueTask<ILineCarrier> OpenCarrierAsync(LineOpening opening, CancellationToken cancellation)
    {
        Carrier carrier = new();
        _opened.Writer.TryWrite(carrier);
        return ValueTask.FromResult<ILineCarrier>(carrier);
    }

    internal sealed class Carrier : ILineCarrier
    {
        private readonly Channel<CarriedLine> _lines = Channel.CreateUnbounded<CarriedLine>();
        private readonly List<ScriptedLine> _brought = [];

        public ScriptedLine Bring(string name)
        {
            ScriptedLine line = new();
            _brought.Add(line);
            _lines.Writer.TryWrite(new CarriedLine(name, line));
            return line;
        }

        public void Break()
        {
            LineException broken = new(Sentence.Of("tcp.closed", "made-up"));
            foreach (ScriptedLine line in _brought)
                line.Break(broken);
            _lines.Writer.TryComplete(broken);
        }

        public async ValueTask<CarriedLine> NextAsync(CancellationToken cancellation)
        {
            try
            {
                return await _lines.Reader.ReadAsync(cancellation);
            }
            catch (ChannelClosedException closed) when (closed.InnerException is LineException broken)
            {
                throw broken;
            }
        }

        public void Dispose()
        {
        }
    }
}
