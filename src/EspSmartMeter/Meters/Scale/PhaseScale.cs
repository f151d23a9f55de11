using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters.Scale;

/// <summary>One phase: its volts beside those of the grid, its volts times amperes beside its watts.</summary>
internal sealed class PhaseScale
{
    /// <summary>Below so many watts or voltamperes, by the larger of both, standing losses and capacitors make the power factor anything.</summary>
    public const decimal Least = 700;

    /// <summary>What the step of a current may hide of voltamperes, as a share.</summary>
    public const decimal MostUncertain = 0.2m;

    private const decimal GridVolts = 230;

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10), Hour = TimeSpan.FromHours(1);

    private readonly FinestStep _step = new();
    private readonly InstantScale _apparent = new(KnownFactor.OfApparent, TenMinutes), _volts = new(KnownFactor.OfVoltage, Hour);
    private ScaledValue? _import, _export, _net;

    public ScaledValue? Voltage { get; private set; }

    public ScaledValue? Current { get; private set; }

    /// <summary>The values that tell its watts, as far as any ever flowed.</summary>
    public IEnumerable<ScaledValue> Powers => new[] { _net, _import, _export }.OfType<ScaledValue>().Where(value => value.HasCounted);

    /// <summary>True where its watts come at all.</summary>
    public bool HasWatts => _net is not null || _import is not null;

    /// <summary>True where its volts or amperes come at all.</summary>
    public bool IsMeasured => Voltage is not null || Current is not null;

    /// <summary>Volts times amperes, in times its watts; null: not known.</summary>
    public decimal? Apparent => _apparent.Factor;

    /// <summary>Its volts, in times what a phase has; null: not known.</summary>
    public decimal? Volts => _volts.Factor;

    /// <summary>Volts times amperes of this telegram; null: it has not both.</summary>
    public decimal? VoltAmperes { get; private set; }

    /// <summary>By how many that may be off.</summary>
    public decimal Uncertainty { get; private set; }

    /// <summary>A value of it that came for the first time.</summary>
    public void Add(ScaledValue value)
    {
        switch (value.Role)
        {
            case ScaleRole.Voltage: Voltage ??= value; break;
            case ScaleRole.Current: Current ??= value; break;
            case ScaleRole.Power when value.Direction == Direction.Import: _import ??= value; break;
            case ScaleRole.Power when value.Direction == Direction.Export: _export ??= value; break;
            case ScaleRole.Power when value.Direction != Direction.Absolute: _net ??= value; break;
            default: break;
        }
    }

    /// <summary>What it takes, or gives, below zero; null: it was not told now.</summary>
    public decimal? Watts(DateTimeOffset at) => _net?.At == at ? _net.Number
        : _import?.At == at ? _import.Number - (_export?.At == at ? _export.Number : 0)
        : null;

    /// <summary>Takes in a telegram; true where something else is proven than before.</summary>
    public bool Take(DateTimeOffset at)
    {
        bool isNews = false;
        VoltAmperes = null;
        if (Voltage?.At == at && Voltage.Number > 0)
            isNews = _volts.Sample(at, Voltage.Number, GridVolts);
        if (Current?.At != at)
            return isNews;
        _step.Take(Current.Number);
        if (Voltage?.At != at)
            return isNews;
        decimal apparent = Voltage.Number * Math.Abs(Current.Number);
        (VoltAmperes, Uncertainty) = (apparent, Voltage.Number * _step.Value);
        if (Watts(at) is decimal watts && Uncertainty <= apparent * MostUncertain && Math.Max(apparent, Math.Abs(watts)) >= Least)
            isNews |= _apparent.Sample(at, apparent, Math.Abs(watts));
        return isNews;
    }
}
