using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Lines;

/// <summary>What opens the door to a line, besides its address.</summary>
/// <param name="Username">The user's, for this line; null: none was given.</param>
/// <param name="Password">The user's password.</param>
/// <param name="OwnBroker">The broker that the app publishes to; null: there is none here.</param>
/// <param name="EspHomeKey">Of the encryption of an ESPHome device; null: none was given.</param>
internal sealed record LineAccess(string? Username = null, string? Password = null, IBrokerLocator? OwnBroker = null, byte[]? EspHomeKey = null)
{
    public static LineAccess None { get; } = new();

    /// <summary>Neither password nor key: records print their members otherwise.</summary>
    public override string ToString() => "LineAccess";
}
