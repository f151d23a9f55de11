namespace EspSmartMeter.Sinks.Telegrams;

internal static class TelegramServices
{
    /// <summary>Adds the ports that telegrams are served on again, where sources name one.</summary>
    public static IServiceCollection AddTelegrams(this IServiceCollection services) => services
        .AddSingleton<TelegramDoors>()
        .AddHostedService(provider => provider.GetRequiredService<TelegramDoors>());
}
