using EspSmartMeter.Meters.Live;
using EspSmartMeter.Timing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>The energy registers of one meter: those that come rarely are carried forward, each by its power. One thread at a time tells it of telegrams.</summary>
internal sealed class LiveRegisters
{
    /// <summary>What comes more often needs no estimate.</summary>
    private static readonly TimeSpan Rare = TimeSpan.FromMinutes(1);

    /// <summary>How much of the past is told: a day's worth of gaps by the hour.</summary>
    private const int MostHidden = 24;

    private readonly Dictionary<ObisCode, LiveRegister> _byCode = [];
    private readonly List<HiddenEnergy> _hidden = [];

    /// <summary>What gaps in power hid, newest last.</summary>
    public IReadOnlyList<HiddenEnergy> Hidden { get; private set; } = [];

    /// <summary>Takes in a telegram that came at <paramref name="at"/>.</summary>
    /// <param name="values">All that is known of the meter with it, as it is published.</param>
    /// <param name="at">When it came.</param>
    /// <param name="stamp">The telegram's own stamp.</param>
    /// <param name="wanted">The option <c>live_registers</c> of its source.</param>
    /// <param name="inDoubt">True for a register whose newest value is withheld.</param>
    /// <returns>The same values; those that are carried forward, with what carries them.</returns>
    public IReadOnlyList<MeterValue> Take(IReadOnlyList<MeterValue> values, DateTimeOffset at, MeterTime? stamp, bool wanted, Func<ObisCode, bool> inDoubt)
    {
        List<MeterValue> newest = [.. values.Where(value => value.Received == at)];
        foreach (MeterValue value in values)
        {
            if (RegisterPower.Fills(value))
                Take(value, newest, at, stamp, wanted, inDoubt(value.Code));
        }
        return With(values);
    }

    /// <summary>The values, each with the register that carries it forward.</summary>
    public IReadOnlyList<MeterValue> With(IReadOnlyList<MeterValue> values) => _byCode.Count == 0 ? values :
        [.. values.Select(value => value.SubmeterId is null && _byCode.TryGetValue(value.Code, out LiveRegister? live) ? value with { Live = live } : value)];

    /// <summary>Takes over what another run remembered.</summary>
    public void Resume(ObisCode code, LiveMemory memory) => Of(code).Resume(memory);

    /// <summary>Takes over the registers of the last run, which the broker may know more of: what they showed before it was killed.</summary>
    public void Know(IReadOnlyList<MeterValue> values)
    {
        foreach (MeterValue value in values.Where(RegisterPower.Fills))
            Of(value.Code).Know(value.Sum);
    }

    /// <summary>What the broker remembers of a register, after its reading was put right by it.</summary>
    public void Know(ObisCode code, decimal? reading, decimal shown)
    {
        if (!_byCode.TryGetValue(code, out LiveRegister? register))
            return;
        if (reading is decimal number)
            register.Correct(number);
        register.HasShown(shown);
    }

    private void Take(MeterValue value, List<MeterValue> newest, DateTimeOffset at, MeterTime? stamp, bool wanted, bool inDoubt)
    {
        (decimal Watts, TimeSpan Interval)? power = RegisterPower.Of(value.Quantity!, newest);
        LiveRegister register = Of(value.Code);
        if (power is (decimal watts, TimeSpan interval))
            register.Sample(at, watts, interval, Freshness.OfValue(interval));
        register.Stands = inDoubt;
        bool powered = power is null ? register.IsCarried : power.Value.Interval > TimeSpan.Zero;
        register.IsCarried = wanted && powered && (value.Interval ?? at - value.Received) > Rare;
        if (value.Received == at && register.Read(value.Sum, RegisterStamp.Of(value.Measurement.TakenAt ?? stamp, at, value.Interval), at) is HiddenEnergy hidden)
            Note(hidden);
    }

    private LiveRegister Of(ObisCode code)
    {
        if (!_byCode.TryGetValue(code, out LiveRegister? register))
            _byCode[code] = register = new LiveRegister();
        return register;
    }

    private void Note(HiddenEnergy hidden)
    {
        _hidden.Add(hidden);
        if (_hidden.Count > MostHidden)
            _hidden.RemoveAt(0);
        Hidden = [.. _hidden];
    }
}
