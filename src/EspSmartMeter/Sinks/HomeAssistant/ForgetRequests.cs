using EspSmartMeter.Sinks.HomeAssistant.Publishing;

namespace EspSmartMeter.Sinks.HomeAssistant;

/// <summary>Between the page, which may ask at any time, and the publisher, which does one thing after another.</summary>
internal sealed class ForgetRequests
{
    private volatile IReadOnlyList<UnusedDevice> _unused = [];

    /// <summary>Which there are to be forgotten.</summary>
    public IReadOnlyList<UnusedDevice> Unused
    {
        get => _unused;
        set => _unused = value;
    }

    /// <summary>The owner wants a device to be forgotten.</summary>
    public event Action<string>? Asked;

    /// <summary>False where there is no such device, or it is in use.</summary>
    public bool Ask(string id)
    {
        if (!_unused.Any(device => device.Id == id))
            return false;
        Asked?.Invoke(id);
        return true;
    }
}
