using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Guard;

/// <summary>
/// A house at a steady power whose meter may be swapped, read at each minute in virtual time: what Core sums of what is published, beside what was used.
/// </summary>
internal sealed class Household
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, CoreSum> _sums = [];
    private readonly Dictionary<string, decimal> _registers;
    private readonly AppOptions _options;
    private Telegrams _telegrams;
    private decimal _factor = 1;

    /// <param name="watts">What it takes, all the time, in the register <see cref="Counting"/>.</param>
    /// <param name="registers">The meter's own, by code.</param>
    public Household(decimal watts, params (string Code, decimal Number)[] registers)
    {
        Watts = watts;
        _registers = registers.ToDictionary(register => register.Code, register => register.Number);
        Counting = registers[0].Code;
        _options = new AppOptions { Sources = [], DataFolder = "" };
        _telegrams = new Telegrams(_options);
    }

    public decimal Watts { get; set; }

    /// <summary>The register that the power counts in.</summary>
    public string Counting { get; set; }

    public decimal Used { get; private set; }

    public Telegrams Telegrams => _telegrams;

    public Meter Meter => _telegrams.Meter;

    /// <summary>What Core has summed of a register.</summary>
    public decimal Sum(string code = "1-0:1.8.0") => Math.Round(_sums[code].Sum, 3);

    public decimal Published(string code = "1-0:1.8.0") => Value(code).Measurement.Number + Value(code).Offset;

    private MeterValue Value(string code) => Meter.State.Find(ObisCode.Parse(code))!;

    /// <summary>Another meter, or another state of this one.</summary>
    public Household Step(params (string Code, decimal Number)[] registers)
    {
        foreach ((string code, decimal number) in registers)
            _registers[code] = number;
        return this;
    }

    /// <summary>Time goes by, a telegram at each minute.</summary>
    public Household Live(TimeSpan time)
    {
        for (TimeSpan gone = TimeSpan.Zero; gone < time; gone += Minute)
        {
            Pass(Minute);
            Send();
        }
        return this;
    }

    /// <summary>Time goes by, and nothing is read.</summary>
    public Household Pass(TimeSpan time)
    {
        decimal used = Watts / 1000 * (decimal)time.TotalHours;
        _registers[Counting] += used;
        Used += used;
        _telegrams.Now += time;
        return this;
    }

    public Household Send()
    {
        _telegrams.Send(
        [
            Telegrams.Power(Watts),
            .. _registers.Select(register => Telegrams.Energy(Math.Round(register.Value, 3), register.Key)),
        ]);
        foreach (string code in _registers.Keys)
        {
            if (Meter.State.Find(ObisCode.Parse(code)) is null)
                continue;
            if (!_sums.TryGetValue(code, out CoreSum? sum))
                _sums[code] = sum = new CoreSum();
            sum.See(Published(code));
        }
        return this;
    }

    /// <summary>The app is stopped, or killed, and started again with what it had saved; another factor may be set then.</summary>
    public Household Restart(StoredState? saved = null, decimal? factor = null)
    {
        _factor = factor ?? _factor;
        AppOptions options = _factor == 1 ? _options : _options with { Scale = [new ScaleOptions(null, ObisCode.Parse(Counting), _factor)] };
        _telegrams = new Telegrams(options, saved ?? Saved()) { Now = _telegrams.Now };
        return this;
    }

    /// <summary>What the app saves, through its file's form.</summary>
    public StoredState Saved() =>
        System.Text.Json.JsonSerializer.Deserialize(
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(_telegrams.Registry.Stored(), StoredStateJson.Default.StoredState), StoredStateJson.Default.StoredState)!;
}
