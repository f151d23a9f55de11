using System.Reflection;

namespace EspSmartMeter.About;

/// <summary>What this program calls itself.</summary>
internal static class Product
{
    public const string Name = "esp-smart-meter";

    /// <summary>Its public home.</summary>
    public const string Url = "https://github.com/esp-smart-meter/esp-smart-meter";

    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static string NameAndVersion => $"{Name} {Version}";
}
