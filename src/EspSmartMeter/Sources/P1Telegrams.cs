using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>The P1 telegrams of a line, for who passes them on. Where nobody wants them, none is made.</summary>
/// <param name="carrier">Of the source whose carrier brings this line: its telegrams are that one's too.</param>
internal sealed class P1Telegrams(P1Telegrams? carrier = null)
{
    private volatile P1Telegram? _newest;
    private volatile bool _isKept;

    /// <summary>A telegram came. Told on the thread that reads: handlers return soon and throw nothing.</summary>
    public event Action<P1Telegram>? Came;

    /// <summary>The newest since <see cref="Keep"/>; null: none yet.</summary>
    public P1Telegram? Newest => _newest;

    private bool AreWanted => _isKept || Came is not null || carrier?.AreWanted == true;

    /// <summary>Has the newest kept from now on, of each of its lines.</summary>
    public void Keep() => _isKept = true;

    public void Take(Reading reading)
    {
        if (AreWanted && P1Telegram.Of(reading) is P1Telegram telegram)
            Take(telegram);
    }

    private void Take(P1Telegram telegram)
    {
        _newest = telegram;
        Came?.Invoke(telegram);
        carrier?.Take(telegram);
    }
}
