using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>The icon of an entity whose device class brings none, by the names of Material Design Icons.</summary>
internal static class EntityIcon
{
    /// <summary>The icon; null where Home Assistant has its own, or nothing is known of the value.</summary>
    public static string? Of(Entity entity)
    {
        if (entity.Class.DeviceClass is not null || entity.Quantity is not Quantity quantity)
            return null;
        return quantity.Kind switch
        {
            QuantityKind.Register or QuantityKind.NetRegister => "mdi:counter",
            QuantityKind.Instant when entity.Class.UnitOfMeasurement == "°" => "mdi:angle-acute",
            QuantityKind.Counter when quantity.Subject == Subject.SupplyFailure => "mdi:transmission-tower-off",
            QuantityKind.Counter => "mdi:sine-wave",
            QuantityKind.State when quantity.Subject is Subject.ActiveTariff or Subject.TariffIndicator => "mdi:cash-clock",
            QuantityKind.State when quantity.Subject == Subject.Valve => "mdi:valve",
            QuantityKind.State => "mdi:electric-switch",
            QuantityKind.Text => "mdi:text-box-outline",
            QuantityKind.Identity => "mdi:identifier",
            _ => null,
        };
    }
}
