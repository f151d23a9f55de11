namespace SmartMeter.Simulation.Homes;

/// <summary>
/// One direction of energy, in whole watt-hours (or var-hours), by tariff. What is left below a watt-hour is carried on, so that
/// nothing is lost, and the total is exactly the sum of the tariffs.
/// </summary>
public sealed class EnergyRegister
{
    private readonly long[] _tariffs = new long[4];
    private long _carriedWattSeconds;

    internal EnergyRegister(long tariff1, long tariff2) => (_tariffs[0], _tariffs[1]) = (tariff1, tariff2);

    public long Total => _tariffs[0] + _tariffs[1] + _tariffs[2] + _tariffs[3];

    /// <summary>Tariff 1 to 4.</summary>
    public long Tariff(int number) => _tariffs[number - 1];

    internal void Add(long wattSeconds, int tariff)
    {
        _carriedWattSeconds += wattSeconds;
        long whole = Math.DivRem(_carriedWattSeconds, 3600, out _carriedWattSeconds);
        _tariffs[tariff - 1] += whole;
    }
}
