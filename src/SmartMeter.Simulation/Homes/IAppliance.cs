namespace SmartMeter.Simulation.Homes;

/// <summary>Something that draws power.</summary>
internal interface IAppliance
{
    /// <summary>Watts each phase draws, and how many of them turn motors, at this second of the wall clock.</summary>
    (Phases Watts, Phases Motors) At(long localSecond);
}
