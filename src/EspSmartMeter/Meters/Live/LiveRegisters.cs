using EspSmartMeter.Timing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Live;

/// <summary>The registers of one meter that are carried forward, each by its power. One thread at a time tells it of telegrams.</summary>
/// <param name="wanted">The option <c>live_registers</c> of its source.</param>
internal sealed class LiveRegisters(bool wanted)
{
    /// <summary>What comes more often needs no estimate.</summary>
    private static readonly TimeSpan Rare = TimeSpan.FromMinutes(1);

    /// <summary>How much of the past is told: a day's worth of gaps by the hour.</summary>
    private const int MostHidden = 24;

    private readonly List<HiddenEnergy> _hidden = [];

    /// <summary>The registers that are, or ever were, carried forward. Never changes: a new one makes a new table.</summary>
    public IReadOnlyDictionary<ObisCode, LiveRegister> ByCode { get; private set; } = new Dictionary<ObisCode, LiveRegister>();

    /// <summary>What gaps in power hid, newest last.</summary>
    public IReadOnlyList<HiddenEnergy> Hidden { get; private set; } = [];

    /// <summary>Takes in a telegram that came at <paramref name="at"/>.</summary>
    /// <param name="values">All that is known of the meter with it, as it is published.</param>
    /// <param name="at">When it came.</param>
    /// <param name="stamp">The telegram's own stamp.</param>
    /// <param name="inDoubt">True for a register whose newest value is withheld.</param>
    public void Take(IReadOnlyList<MeterValue> values, DateTimeOffset at, MeterTime? stamp, Func<ObisCode, bool> inDoubt)
    {
        List<MeterValue> newest = [.. values.Where(value => value.Received == at)];
        foreach (MeterValue value in values)
        {
            if (RegisterPower.Fills(value))
                Take(value, newest, at, stamp, inDoubt(value.Code));
        }
    }

    /// <summary>What is to survive a restart.</summary>
    public IReadOnlyDictionary<ObisCode, LiveMemory> Remembered() => ByCode.ToDictionary(register => register.Key, register => register.Value.Remembered());

    /// <summary>Takes over what another run remembered.</summary>
    public void Resume(ObisCode code, LiveMemory memory) => Of(code).Resume(memory);

    private void Take(MeterValue value, List<MeterValue> newest, DateTimeOffset at, MeterTime? stamp, bool inDoubt)
    {
        (decimal Watts, TimeSpan Interval)? power = RegisterPower.Of(value.Quantity!, newest);
        LiveRegister? register = ByCode.GetValueOrDefault(value.Code);
        if (register is null && !(wanted && power is not null))
            return;
        register ??= Of(value.Code);
        if (power is (decimal watts, TimeSpan interval))
            register.Sample(at, watts, interval, Freshness.OfValue(interval));
        register.Stands = inDoubt;
        register.IsCarried = wanted && (value.Interval ?? at - value.Received) > Rare;
        if (value.Received == at && register.Read(value.Measurement.Number, RegisterStamp.Of(value.Measurement.TakenAt ?? stamp, at, value.Interval), at) is HiddenEnergy hidden)
            Note(hidden);
    }

    private LiveRegister Of(ObisCode code)
    {
        if (ByCode.TryGetValue(code, out LiveRegister? known))
            return known;
        LiveRegister register = new();
        ByCode = ByCode.Append(KeyValuePair.Create(code, register)).ToDictionary();
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
