namespace EspSmartMeter.Meters.Live;

/// <summary>A time in which nobody heard what power was.</summary>
/// <param name="From">The last power before it.</param>
/// <param name="To">The first after it.</param>
internal readonly record struct PowerGap(DateTimeOffset From, DateTimeOffset To);

/// <summary>Energy that a gap in power hid: the register that came after it told of it, and it was booked then.</summary>
/// <param name="Gap">When it was used, as far as is known.</param>
/// <param name="KilowattHours">What the register rose by beyond what was carried forward.</param>
/// <param name="BookedAt">When the register came.</param>
internal readonly record struct HiddenEnergy(PowerGap Gap, decimal KilowattHours, DateTimeOffset BookedAt);
