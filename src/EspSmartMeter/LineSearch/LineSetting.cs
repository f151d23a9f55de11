using EspSmartMeter.Lines;

namespace EspSmartMeter.LineSearch;

/// <summary>How a meter's line is listened to.</summary>
/// <param name="Mode">Rate and frame.</param>
/// <param name="Inverted">High and low changed places, as on a P1 port wired straight to a pin.</param>
internal sealed record LineSetting(SerialMode Mode, bool Inverted)
{
    public override string ToString() => Inverted ? $"{Mode} inverted" : Mode.ToString();
}
