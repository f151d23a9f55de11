namespace EspSmartMeter.Meters;

/// <summary>
/// Tells two meters that go by one identity apart by their makers: the one that was first has it, and the other is refused until the first has been silent for ten
/// minutes, as after a swap.
/// </summary>
internal sealed class MakerCheck(string? maker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private string? _maker = maker;
    private DateTimeOffset? _rivalSince;
    private DateTimeOffset _rivalAt;

    /// <summary>The other maker, while both send; null: there is none.</summary>
    public string? Rival { get; private set; }

    /// <summary>False for a telegram that is of the other's.</summary>
    public bool IsOwn(string? maker, DateTimeOffset at)
    {
        if (maker is null)
            return true;
        if (_maker is null || string.Equals(_maker, maker, StringComparison.OrdinalIgnoreCase))
            return Accept(maker, at);
        (Rival, _rivalAt) = (maker, at);
        if (_rivalSince is not DateTimeOffset since || at < since)
            _rivalSince = since = at;
        if (at - since < Patience)
            return false;
        Rival = null;
        return Accept(maker, at);
    }

    private bool Accept(string maker, DateTimeOffset at)
    {
        _maker = maker;
        _rivalSince = null;
        if (at - _rivalAt > Patience)
            Rival = null;
        return true;
    }
}
