using SmartMeter.Decoding.Readings;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters.Guard;

/// <summary>Meters that have said the same for a while, ten seconds apart: the guard knows their past.</summary>
internal static class SettledMeter
{
    /// <summary>One that says 400 W and 1000 kWh.</summary>
    public static Telegrams Idle(TelegramCheck check) => Saying(check, Power(400), Energy(1000));

    /// <summary>One that says these values.</summary>
    public static Telegrams Saying(TelegramCheck check, params Measurement[] values) => new Telegrams { Check = check }.Repeat(6, values);

    /// <summary>One that counts 10 Wh a telegram, at 3.6 kW, and has come to 1000.050 kWh.</summary>
    public static Telegrams Counting(TelegramCheck check)
    {
        Telegrams telegrams = new() { Check = check };
        for (int telegram = 0; telegram < 6; telegram++)
            telegrams.Send(TenSeconds, Power(3600), Energy(1000 + (telegram * 0.010m)));
        return telegrams;
    }
}
