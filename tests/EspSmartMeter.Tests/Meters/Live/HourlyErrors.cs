namespace EspSmartMeter.Tests.Meters.Live;

/// <summary>How far the energy that was published for an hour lies from what flowed in it.</summary>
internal sealed class HourlyErrors(int stepWattHours)
{
    private const double JoulesAWattHour = 3600;

    private readonly List<(double WattHours, double Error)> _hours = [];
    private (decimal KilowattHours, long Joules)? _before;

    public int Hours => _hours.Count;

    /// <summary>All errors by all energy.</summary>
    public double Mean => _hours.Sum(hour => hour.Error) / Math.Max(1, _hours.Sum(hour => hour.WattHours));

    /// <summary>The worst of the hours in which one step of the register is less than this share of it.</summary>
    public double Worst(double share) => _hours.Where(hour => hour.WattHours * share >= stepWattHours).Select(hour => hour.Error / hour.WattHours).DefaultIfEmpty().Max();

    /// <summary>The worst of the others, in Wh.</summary>
    public double WorstOfSmall(double share) => _hours.Where(hour => hour.WattHours * share < stepWattHours).Select(hour => hour.Error).DefaultIfEmpty().Max();

    /// <summary>How many of them are off by more than one step of the register.</summary>
    public int BeyondAStep(double share) => _hours.Count(hour => hour.WattHours * share < stepWattHours && hour.Error > stepWattHours);

    public void EndHour(decimal? published, long joules, bool undisturbed)
    {
        if (undisturbed && published is decimal now && _before is (decimal then, long from) && now >= then)
        {
            double wattHours = (joules - from) / JoulesAWattHour;
            _hours.Add((wattHours, Math.Abs(((double)(now - then) * 1000) - wattHours)));
        }
        _before = published is decimal end ? (end, joules) : null;
    }
}
