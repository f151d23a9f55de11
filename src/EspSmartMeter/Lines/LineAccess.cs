using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Lines;

/// <summary>What opens the door to a line, besides its address.</summary>
/// <param name="Username">The user's, for this line; null: none was given.</param>
/// <param name="Password">The user's password.</param>
/// <param name="OwnBroker">The broker that the app publishes to; null: there is none here.</param>
internal sealed record LineAccess(string? Username = null, string? Password = null, IBrokerLocator? OwnBroker = null)
{
    public static LineAccess None { get; } = new();

    /// <summary>Never the password: records print their members otherwise.</summary>
    public override string ToString() => "LineAccess";
}
