namespace SmartMeter.Simulation.Homes;

/// <summary>What a simulated home is full of.</summary>
public enum HomeKind
{
    /// <summary>Some of everything, small.</summary>
    Usual,

    /// <summary>Plates, an oven and a kettle that switch on and off for hours.</summary>
    Cooking,

    /// <summary>A heat pump that follows the weather, defrosts, and makes hot water with a heating rod.</summary>
    HeatPump,

    /// <summary>A car that charges with 11 kW in the evening, less while somebody cooks.</summary>
    Car,

    /// <summary>A roof under broken clouds, that comes and goes within seconds.</summary>
    Clouds,
}
