using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>Gives each submeter value the id of the device on its channel, wherever in the telegram the id stands.</summary>
internal static class SubmeterDevices
{
    public static void Assign(Reading reading)
    {
        ReadOnlySpan<Measurement> all = reading.Measurements;
        for (int i = 0; i < all.Length; i++)
        {
            if (Submeters.Owns(all[i].Code) && IdOfChannel(all, all[i].Code.B) is string device)
                reading.Replace(i, all[i] with { Device = device });
        }
    }

    private static string? IdOfChannel(ReadOnlySpan<Measurement> all, byte channel)
    {
        foreach (ref readonly Measurement measurement in all)
        {
            if (measurement.Code.B == channel && Submeters.IsEquipmentId(measurement.Code) && measurement.Text is { Length: > 0 } id)
                return id;
        }
        return null;
    }
}
