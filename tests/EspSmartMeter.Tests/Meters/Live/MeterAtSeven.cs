using EspSmartMeter.Meters.Live;

namespace EspSmartMeter.Tests.Meters.Live;

/// <summary>A meter that is read at seven, and that tells its power every ten seconds: its register, carried forward.</summary>
internal sealed class MeterAtSeven
{
    public static readonly DateTimeOffset Seven = new(2026, 3, 10, 7, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly decimal _watts;

    /// <param name="watts">What it draws where nothing else is said.</param>
    /// <param name="reading">Its register, in kWh; null: it is not read.</param>
    public MeterAtSeven(decimal watts, decimal? reading = 12.340m)
    {
        _watts = watts;
        Sample(watts);
        if (reading is decimal number)
            Read(number);
    }

    public LiveRegister Register { get; private set; } = new() { IsCarried = true };

    public DateTimeOffset Now { get; set; } = Seven;

    public decimal? Shown => Register.At(Now)?.Number;

    public void Draw(TimeSpan time)
    {
        DateTimeOffset end = Now + time;
        for (Sample(_watts); Now < end; Sample(_watts))
            Now = Now + TenSeconds < end ? Now + TenSeconds : end;
    }

    /// <summary>A power that comes now.</summary>
    public void Sample(decimal watts) => Register.Sample(Now, watts, TenSeconds, TenSeconds * 3);

    /// <summary>A reading that comes now.</summary>
    /// <param name="number">In kWh.</param>
    /// <param name="stamp">What it is of; null: of now.</param>
    public HiddenEnergy? Read(decimal number, DateTimeOffset? stamp = null) => Register.Read(number, stamp ?? Now, Now);

    /// <summary>Another run of the app that remembers this.</summary>
    public void Restart(LiveMemory memory)
    {
        Register = new LiveRegister { IsCarried = true };
        Register.Resume(memory);
    }
}
