using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Scale;

/// <summary>The energy of one way, import or export: its registers beside its power; where there is none, its tariffs beside their total.</summary>
internal sealed class WayScale
{
    /// <summary>More than any meter has.</summary>
    private const int MostRegisters = 16;

    private readonly List<RegisterScale> _registers = [];
    private readonly ToldEnergy _byPower = new(), _byTotal = new();
    private long _turns;
    private int _tariff;

    /// <summary>What tells its power: of this way alone, else of both with a sign; null: nothing does.</summary>
    public ScaledValue? Power { get; private set; }

    /// <summary>The total, where its tariffs are held against it since no power comes.</summary>
    public ScaledValue? Total => Power is null && _registers.Count > 1 && _registers[0].Value.Tariff == 0 ? _registers[0].Value : null;

    /// <inheritdoc cref="ToldEnergy.UsualWatts"/>
    public decimal? UsualWatts => _byPower.UsualWatts;

    /// <summary>The registers that something else tells of.</summary>
    public IEnumerable<RegisterScale> Registers => _registers.Where(register => register.Value != Total);

    /// <summary>True where energy ever went this way.</summary>
    public bool HasFlowed { get; private set; }

    /// <summary>A register of it that came for the first time. The total stands before its tariffs.</summary>
    public void Add(ScaledValue register)
    {
        if (_registers.Count < MostRegisters)
            _registers.Insert(register.Tariff == 0 ? 0 : _registers.Count, new RegisterScale(register));
    }

    /// <summary>Power was told.</summary>
    public void Sample(DateTimeOffset at, ScaledValue power, decimal watts)
    {
        if (Power != power)
            _byPower.Break();
        Power = power;
        HasFlowed |= watts > 0;
        _byPower.Sample(at, watts);
    }

    /// <summary>Energy flows the other way, or may.</summary>
    public void Break() => _byPower.Break();

    /// <summary>True where a register of it rises with this telegram.</summary>
    public bool Rises(DateTimeOffset at)
    {
        foreach (RegisterScale register in _registers)
        {
            if (register.Value.At != at)
                continue;
            HasFlowed |= register.Value.Number > 0;
            if (register.Value.HasRisen)
                return true;
        }
        return false;
    }

    /// <summary>Takes in the registers of a telegram; true where something else is proven than before.</summary>
    public bool Take(DateTimeOffset at, MeterTime? stamp)
    {
        foreach (RegisterScale register in _registers)
            Turn(register.Value, at);
        bool isNews = false;
        ScaledValue? total = Total;
        foreach (RegisterScale register in _registers)
        {
            if (register.Value.At != at)
                continue;
            isNews |= register.Read(at, stamp, Power is null ? _byTotal : _byPower, register.Value.Tariff == 0 ? 0 : _turns);
            if (register.Value == total)
                _byTotal.Rise(register.Rise);
        }
        return isNews;
    }

    // What another tariff counted in between is not this one's.
    private void Turn(ScaledValue register, DateTimeOffset at)
    {
        if (register.Tariff == 0 || register.At != at || !register.HasRisen || register.Tariff == _tariff)
            return;
        _tariff = register.Tariff;
        _turns++;
    }
}
