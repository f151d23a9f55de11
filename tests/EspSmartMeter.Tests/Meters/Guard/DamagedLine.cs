using System.Globalization;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Meters.Guard;

/// <summary>
/// A simulated meter on a line that turns bits over: its telegrams go through decoder, meters and guard as in the app, at the meter's own interval in
/// virtual time, and what is published is compared with what was sent.
/// </summary>
internal sealed class DamagedLine : IDecoderSink
{
    private const int Remembered = 8;
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly SimulatedMeter _meter;
    private readonly Source _source;
    private readonly MeterRegistry _registry;
    private readonly Dictionary<ObisCode, Sent> _sent = [];
    private readonly Dictionary<(string Meter, ObisCode Code), DateTimeOffset> _seen = [];
    private readonly List<(ObisCode Code, decimal Error)> _wrongRegisters = [];
    private int _telegram;

    /// <summary>What the meter sent of one code.</summary>
    private sealed class Sent
    {
        public readonly Queue<decimal> Recent = new();
        public readonly SortedSet<decimal> All = [];
        public decimal Last, LargestStep;
        public int Telegram = -1;
        public (int Telegram, decimal Before) Before;

        /// <summary>How far it lies from all that was sent until now.</summary>
        public decimal Distance(decimal shown) => Math.Min(
            All.GetViewBetween(decimal.MinValue, shown) is { Count: > 0 } below ? shown - below.Max : decimal.MaxValue,
            All.GetViewBetween(shown, decimal.MaxValue) is { Count: > 0 } above ? above.Min - shown : decimal.MaxValue);
    }

    public DamagedLine(SimulatedMeter meter)
    {
        _meter = meter;
        SourceOptions options = new(null, new Uri("tcp://emeter.local:8088"), KeyRing.Empty);
        _source = new Source(options);
        _registry = new MeterRegistry(new AppOptions { Sources = [options], DataFolder = "" });
        _registry.Restore(new StoredState(), [_source]);
    }

    public TelegramCheck Check { get; private set; }

    public int Readings { get; private set; }

    public long Instants { get; private set; }

    public long WrongInstants { get; private set; }

    public long Registers { get; private set; }

    public long WrongRegisters => _wrongRegisters.Count;

    /// <summary>Wrong registers that lie further from the truth than the meter ever counted from one telegram to the next.</summary>
    public IReadOnlyList<(ObisCode Code, decimal Error)> Unexplained =>
        [.. _wrongRegisters.Where(wrong => wrong.Error > (_sent.TryGetValue(wrong.Code, out Sent? sent) ? sent.LargestStep : 0))];

    /// <summary>Good values, and those of them that were not yet shown, nor anything newer, when the next telegram had come.</summary>
    public long Good { get; private set; }

    public long Late { get; private set; }

    public decimal LargestPower { get; private set; }

    public int Meters => _registry.Meters.Count;

    public List<string> Examples { get; } = [];

    public void OnReading(Reading reading)
    {
        Check = reading.Check;
        Readings++;
        _registry.OnReading(_source, reading.Copy());
    }

    public void OnRejected(Rejected rejected)
    {
    }

    /// <summary>Sends so many telegrams, each with so many bits turned over.</summary>
    public DamagedLine Run(int telegrams, int flips, int seed)
    {
        Random random = new(seed);
        MeterDecoder decoder = new(new DecoderOptions { TimeZone = Zone(), Live = true, Keys = Keys() }, this);
        foreach (SimulatedTelegram telegram in _meter.Telegrams(seed, Start).Take(telegrams))
        {
            Note(telegram);
            byte[] bytes = [.. telegram.Bytes];
            // Different bits, so that none is turned back.
            foreach (int bit in Enumerable.Range(0, int.MaxValue).Select(_ => random.Next(bytes.Length * 8)).Distinct().Take(flips))
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            decoder.Feed(bytes, telegram.At);
            decoder.Idle(telegram.At.AddSeconds(0.3));
            decoder.Idle(telegram.At.AddSeconds(0.9));
            Compare();
            _telegram++;
        }
        return this;
    }

    private void Note(SimulatedTelegram telegram)
    {
        foreach (ExpectedValue value in telegram.Values)
        {
            if (value.Number is not decimal number)
                continue;
            if (!_sent.TryGetValue(value.Code, out Sent? sent))
                _sent[value.Code] = sent = new Sent { Last = number };
            if (sent.Telegram == _telegram)
                continue;
            sent.Before = (sent.Telegram, sent.Last);
            sent.LargestStep = Math.Max(sent.LargestStep, number - sent.Last);
            (sent.Last, sent.Telegram) = (number, _telegram);
            sent.All.Add(number);
            sent.Recent.Enqueue(number);
            if (sent.Recent.Count > Remembered)
                sent.Recent.Dequeue();
        }
    }

    private void Compare()
    {
        foreach (Meter meter in _registry.Meters)
        {
            foreach (MeterValue value in meter.State.Values)
            {
                if (value is { IsPublishable: true, Measurement.Kind: ValueKind.Number })
                    Compare(meter.Id, value);
            }
        }
        CompareLate();
    }

    private void Compare(string meter, MeterValue value)
    {
        if (_seen.GetValueOrDefault((meter, value.Code)) == value.Received)
            return;
        _seen[(meter, value.Code)] = value.Received;
        decimal shown = value.Measurement.Number;
        Sent? sent = _sent.GetValueOrDefault(value.Code);
        if (value.Quantity?.Kind == QuantityKind.Register && value.Measurement.Unit != Unit.None)
        {
            Registers++;
            if (sent is null || !sent.All.Contains(shown))
            {
                _wrongRegisters.Add((value.Code, sent?.Distance(shown) ?? decimal.MaxValue));
                Example(meter, value, sent);
            }
        }
        else if (value.Quantity?.Kind == QuantityKind.Instant)
        {
            Instants++;
            if (value.Measurement.Unit is Unit.Watt or Unit.Var or Unit.VoltAmpere)
                LargestPower = Math.Max(LargestPower, Math.Abs(shown));
            if (sent is null || !sent.Recent.Contains(shown))
            {
                WrongInstants++;
                Example(meter, value, sent);
            }
        }
    }

    private void CompareLate()
    {
        Meter? meter = _registry.Meters is [Meter first, ..] ? first : null;
        foreach ((ObisCode code, Sent sent) in _sent)
        {
            // Of each value that came again now: the one before, or this one, is shown by now.
            if (sent.Telegram != _telegram || sent.Before.Telegram < 0 || Catalogue.Find(code)?.Kind is not (QuantityKind.Register or QuantityKind.Instant))
                continue;
            Good++;
            if (meter?.State.Find(code)?.Measurement.Number is not decimal shown || (shown != sent.Last && shown != sent.Before.Before))
                Late++;
        }
    }

    private void Example(string meter, MeterValue value, Sent? sent)
    {
        if (Examples.Count < 30)
            Examples.Add(string.Create(CultureInfo.InvariantCulture, $"telegram {_telegram} of {meter}: {value.Code} {value.Measurement.Number} {value.Measurement.Unit}, sent {sent?.Last}"));
    }

    private TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(_meter.Clock.StandardOffsetMinutes == 120 ? "Europe/Vilnius" : "Europe/Amsterdam");

    private KeyRing Keys() => _meter.Keys is SimulatedKeys keys ? new KeyRing(new MeterKeys(keys.Encryption, keys.Authentication)) : KeyRing.Empty;
}
