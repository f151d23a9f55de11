namespace EspSmartMeter.Sinks.History;

/// <summary>The energy of one span of time, in kWh.</summary>
/// <param name="From">When it began; its length is that of the table it stands in.</param>
/// <param name="Import">Taken from the grid.</param>
/// <param name="Export">Fed into it.</param>
internal readonly record struct EnergySpan(DateTimeOffset From, decimal Import, decimal Export);

/// <summary>Energy of which it is only known between which two moments it flowed: the app was not running, or the meter was silent.</summary>
internal sealed record EnergyGap(DateTimeOffset From, DateTimeOffset To, decimal Import, decimal Export);
