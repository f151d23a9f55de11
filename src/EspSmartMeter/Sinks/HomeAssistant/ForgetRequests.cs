namespace EspSmartMeter.Sinks.HomeAssistant;

/// <summary>A device that is announced and not heard of.</summary>
/// <param name="Id">Its part of the topics: the meter's id, for a submeter <c>meter/submeter</c>.</param>
/// <param name="Name">What people read; the id where nothing else is known of it.</param>
/// <param name="LastHeard">Null: not known.</param>
internal sealed record UnusedDevice(string Id, string Name, DateTimeOffset? LastHeard);

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
