using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters;

/// <summary>Telegrams made of values, into a registry, in virtual time.</summary>
internal sealed class Telegrams : IMeterObserver
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    public Telegrams(AppOptions? options = null, StoredState? lastRun = null, string url = "tcp://emeter.local:8088", string? name = null, bool liveRegisters = true)
    {
        SourceOptions source = new(name, new Uri(url), KeyRing.Empty) { LiveRegisters = liveRegisters };
        Source = new Source(source);
        Registry = new MeterRegistry(options ?? new AppOptions { Sources = [source], DataFolder = "" });
        Registry.Subscribe(this);
        Registry.Restore(lastRun ?? new StoredState(), [Source]);
    }

    public Source Source { get; }

    public MeterRegistry Registry { get; }

    public List<Rejected> Withheld { get; } = [];

    public DateTimeOffset Now { get; set; } = Start;

    /// <summary>The id that telegrams carry; null: none.</summary>
    public string? MeterId { get; set; } = "m1";

    public TelegramCheck Check { get; set; } = TelegramCheck.Crc16;

    public bool IdComesInOtherLists { get; set; }

    public Meter Meter => Assert.Single(Registry.Meters);

    public void Send(params Measurement[] values)
    {
        Reading reading = new() { MeterId = MeterId, Received = Now, Check = Check, IdComesInOtherLists = IdComesInOtherLists };
        foreach (Measurement value in values)
            reading.Add(value);
        Registry.OnReading(Source, reading);
    }

    public void OnTelegram(Meter meter, MeterState state)
    {
    }

    public void OnRejected(Source source, Rejected rejected, DateTimeOffset at) => Withheld.Add(rejected);

    /// <summary>A telegram, and then time.</summary>
    public void Send(TimeSpan after, params Measurement[] values)
    {
        Send(values);
        Now += after;
    }

    /// <summary>The same telegram again and again, ten seconds apart.</summary>
    public Telegrams Repeat(int times, params Measurement[] values)
    {
        for (int telegram = 0; telegram < times; telegram++)
            Send(TenSeconds, values);
        return this;
    }

    public decimal? Number(string code) => Registry.Meters.Single().State.Find(ObisCode.Parse(code))?.Measurement.Number;

    public static Measurement Energy(decimal kilowattHours, string code = "1-0:1.8.0") =>
        Measurement.OfNumber(ObisCode.Parse(code), kilowattHours, Unit.KilowattHour);

    public static Measurement Power(decimal watts, string code = "1-0:1.7.0") => Measurement.OfNumber(ObisCode.Parse(code), watts, Unit.Watt);

    /// <summary>The codes of a gas meter: device type, id, register with its stamp.</summary>
    public static Measurement[] Gas(int channel, string device, decimal cubicMetres, DateTime taken) =>
    [
        Measurement.OfNumber(ObisCode.Parse($"0-{channel}:24.1.0"), 3, Unit.None),
        Measurement.OfText(ObisCode.Parse($"0-{channel}:96.1.0"), device),
        Measurement.OfNumber(ObisCode.Parse($"0-{channel}:24.2.1"), cubicMetres, Unit.CubicMetre) with { TakenAt = new MeterTime(taken, null), Device = device },
    ];
}
