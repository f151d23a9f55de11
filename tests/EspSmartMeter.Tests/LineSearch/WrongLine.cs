using EspSmartMeter.Languages;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.LineSearch;

/// <summary>
/// A simulated meter on a line that is listened to in some mode, in virtual time: the meter's bits are sampled in the mode in force, and what arrives goes
/// through the decoder to the search. The device follows firmware/status.md.
/// </summary>
internal sealed class WrongLine : ISettableLine, IDecoderSink
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 11, 0, 3, TimeSpan.Zero);

    private readonly IEnumerator<(DateTimeOffset At, byte[] Bytes)> _telegrams;
    private readonly SerialLine _sent;
    private readonly bool _isInverted;
    private readonly MeterDecoder _decoder;
    private ModeSearch _search;
    private DateTimeOffset _tick;

    public WrongLine(SimulatedMeter meter, bool isInverted = false, bool withKeys = true, LineSearchPace? pace = null)
        : this(meter.Telegrams(7, Start).Select(telegram => (telegram.At, telegram.Bytes)), meter.Line, isInverted, withKeys ? meter.Keys : null, pace)
    {
    }

    public WrongLine(
        IEnumerable<(DateTimeOffset At, byte[] Bytes)> telegrams, SerialLine sent, bool isInverted = false, SimulatedKeys? keys = null, LineSearchPace? pace = null)
    {
        _telegrams = telegrams.GetEnumerator();
        HasMore = _telegrams.MoveNext();
        _sent = sent;
        _isInverted = isInverted;
        Pace = pace ?? new LineSearchPace();
        Now = _tick = Start;
        KeyRing ring = keys is null ? KeyRing.Empty : new KeyRing(new MeterKeys(keys.Encryption, keys.Authentication));
        _decoder = new MeterDecoder(new DecoderOptions { Keys = ring }, this);
        Status.Statistics.LinkIs(LinkState.Connected, Now, Sentence.Of("link.connected"));
        _search = NewSearch();
    }

    public Source Status { get; } = new(new SourceOptions(null, new Uri("tcp://emeter.local:8088"), KeyRing.Empty));

    public LineSearchPace Pace { get; }

    public DateTimeOffset Now { get; private set; }

    public TimeSpan Elapsed => Now - Start;

    /// <summary>The device's.</summary>
    public LineSetting Stored { get; set; } = new(SerialMode.Default, false);

    public LineSetting Present { get; set; } = new(SerialMode.Default, false);

    public bool Find { get; set; } = true;

    public bool CanInvert { get; init; } = true;

    public bool Answers { get; set; } = true;

    /// <summary>The app connects anew after ten minutes without a byte.</summary>
    public bool IsRenewedWhenSilent { get; init; }

    public List<LineSetting> Tried { get; } = [];

    public bool Kept { get; private set; }

    public List<Rejected> Rejections { get; } = [];

    public List<byte> Received { get; } = [];

    public bool WasFoundBefore => false;

    public bool IsSeeking => _search.IsSeeking;

    public string? Says => Status.Line.Note?.Sentence.ToString();

    private bool HasMore { get; set; }

    /// <summary>The app's process ends without a word, and another begins.</summary>
    public void RestartApp() => _search = NewSearch();

    public Task StopApp() => _search.LeaveAsync(TestContext.Current.CancellationToken);

    /// <summary>The device starts anew: the link is gone for some seconds, and its stored mode is in force.</summary>
    public async Task RebootDevice()
    {
        Status.Statistics.LinkIs(LinkState.Lost, Now, Sentence.Of("tcp.closed", "It"));
        Present = Stored;
        Answers = false;
        await Run(TimeSpan.FromSeconds(4));
        Answers = true;
        Status.Statistics.LinkIs(LinkState.Connected, Now, Sentence.Of("link.connected"));
    }

    public async Task Until(Func<WrongLine, bool> seen, TimeSpan atMost)
    {
        for (DateTimeOffset end = Now + atMost; !seen(this);)
        {
            Assert.True(Now < end, $"not seen after {atMost}: {Present}, {Says}; tried {string.Join(", ", Tried)}; {string.Join(' ', Rejections.TakeLast(5).Select(rejected => rejected.Reason))}");
            await Run(TimeSpan.FromSeconds(1));
        }
    }

    public async Task Run(TimeSpan duration)
    {
        for (DateTimeOffset end = Now + duration; Now < end;)
        {
            Now += TimeSpan.FromSeconds(1);
            LineSetting setting = Present;
            while (HasMore && _telegrams.Current.At < Now)
            {
                Arrive(_telegrams.Current.At, _telegrams.Current.Bytes, setting);
                HasMore = _telegrams.MoveNext();
            }
            Idle(Now);
            if (IsRenewedWhenSilent)
                RenewWhenSilent();
            await _search.StepAsync(Now, TestContext.Current.CancellationToken);
        }
    }

    public Task<LineState?> AskAsync(CancellationToken cancellation) =>
        Task.FromResult(Answers ? new LineState(Present, Present == Stored, Find) : null);

    public Task<LineAnswer> SetAsync(LineSetting setting, bool keep, CancellationToken cancellation)
    {
        if (!Answers)
            return Task.FromResult(LineAnswer.Silent);
        if (!Find)
            return Task.FromResult(LineAnswer.Forbidden);
        if (setting.Inverted && !CanInvert)
            return Task.FromResult(LineAnswer.CannotBe);
        if (setting != Present)
            Tried.Add(setting);
        Present = setting;
        if (keep)
            (Stored, Find, Kept) = (setting, false, true);
        return Task.FromResult(LineAnswer.Done);
    }

    public void OnReading(Reading reading) => Status.Statistics.Decoded(reading.Received, reading.Check >= TelegramCheck.Sum7);

    public void OnRejected(Rejected rejected)
    {
        Rejections.Add(rejected);
        Status.Statistics.Refused(rejected, _tick);
    }

    /// <summary>Down for a second.</summary>
    private void RenewWhenSilent()
    {
        SourceFigures figures = Status.Statistics.Figures;
        DateTimeOffset since = figures.LastByteAt > figures.LinkSince ? figures.LastByteAt.Value : figures.LinkSince;
        if (figures.Link == LinkState.Lost)
            Status.Statistics.LinkIs(LinkState.Connected, Now, Sentence.Of("link.connected"));
        else if (Now - since > TimeSpan.FromMinutes(10))
            Status.Statistics.LinkIs(LinkState.Lost, Now, Sentence.Of("link.quiet", 10));
    }

    private ModeSearch NewSearch() => new(Status, this, Pace, () => 0.5, NullLogger.Instance);

    private void Arrive(DateTimeOffset at, byte[] bytes, LineSetting setting)
    {
        if (Status.Statistics.Figures.Link == LinkState.Lost)
            return;
        DateTimeOffset ends = at + (_sent.Character * bytes.Length);
        Idle(at);
        byte[] received = new UartReceiver(_sent, Of(setting.Mode), _isInverted != setting.Inverted).Receive(bytes);
        _tick = _tick > ends ? _tick : ends;
        Received.AddRange(received);
        if (received.Length > 0)
        {
            Status.Statistics.Received(received.Length, _tick);
            _decoder.Feed(received, _tick);
        }
        Idle(_tick + TimeSpan.FromMilliseconds(150));
    }

    private void Idle(DateTimeOffset at)
    {
        if (at <= _tick)
            return;
        _tick = at;
        _decoder.Idle(at);
    }

    private static SerialLine Of(SerialMode mode) => new(mode.BaudRate, mode.ToString().Split('-')[1]);
}
