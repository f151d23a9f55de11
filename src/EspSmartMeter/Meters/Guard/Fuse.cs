using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>What a connection can let through: the most a register can rise in an hour, and the most power.</summary>
internal sealed class Fuse
{
    /// <summary>Some meters count up by the quarter of an hour at once.</summary>
    public static readonly TimeSpan ShortestCount = TimeSpan.FromMinutes(15);

    /// <summary>A phase of the largest house connection without a current transformer.</summary>
    private const decimal DefaultAmperes = 125;

    private const decimal Phases = 3, Volts = 230;

    /// <summary>A gigawatt: what a meter says beyond is none of its power.</summary>
    private const decimal MostKilowatts = 1_000_000;

    /// <summary>A fuse lets more than its figure through for a while, and voltage stands a tenth above its own.</summary>
    private const decimal Margin = 1.5m;

    /// <summary>A G25 gas meter; a house has a G4 or a G6 (6 or 10 m³/h), and 2.5 to 10 m³/h of water.</summary>
    private const decimal CubicMetres = 40;

    /// <summary>A district-heating connection of some 500 kW.</summary>
    private const decimal HeatKilowatts = 500, HeatGigajoules = 1.8m;
    private const byte HeatMedium = 6;

    /// <summary>How long a larger power stands for what the connection can carry: half of it for each further such time.</summary>
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(6);

    private readonly decimal _kilowatts;
    private decimal _largestPower;
    private DateTimeOffset _largestAt;

    /// <param name="amperes">Of a phase, as the owner tells it; null: a large house connection's.</param>
    public Fuse(decimal? amperes = null) => _kilowatts = Phases * Volts * (Amperes = amperes ?? DefaultAmperes) / 1000;

    /// <summary>A phase's.</summary>
    public decimal Amperes { get; }

    /// <summary>The largest power in W that is believed without further ado.</summary>
    public decimal MostWatts(DateTimeOffset now) => Math.Max(Watts, LargestPower(now)) * Margin;

    /// <summary>What the fuse is for, in W.</summary>
    public decimal Watts => _kilowatts * 1000;

    /// <summary>The most current of a phase in A, as <see cref="MostWatts"/>.</summary>
    public decimal MostAmperes(DateTimeOffset now) => Math.Max(Amperes, LargestPower(now) / Volts) * Margin;

    /// <summary>The meter has measured this power in W: behind a current transformer it says so.</summary>
    public void Carried(decimal watts, DateTimeOffset now)
    {
        watts = Math.Min(watts, MostKilowatts * 1000);
        if (watts >= LargestPower(now))
            (_largestPower, _largestAt) = (watts, now);
    }

    /// <returns>The most that a register rises in an hour, in its unit.</returns>
    public decimal AnHour(in Measurement register, DateTimeOffset now) => register.Unit switch
    {
        Unit.CubicMetre => CubicMetres,
        Unit.Gigajoule => HeatGigajoules,
        _ when Submeters.Owns(register.Code) || register.Code.A == HeatMedium => HeatKilowatts,
        // Power comes and goes between two telegrams, hence twice.
        _ => Math.Clamp(LargestPower(now) / 1000 * 2, _kilowatts, MostKilowatts),
    };

    private decimal LargestPower(DateTimeOffset now) => now <= _largestAt
        ? _largestPower
        : _largestPower * (decimal)Math.Pow(0.5, Math.Min(64, (now - _largestAt) / HalfLife));
}
