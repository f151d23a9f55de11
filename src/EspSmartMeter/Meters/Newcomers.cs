using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>
/// Ids that no meter here has. A damaged telegram whose check is weak can name one that nobody has: beside a meter that is known on its line, such an id
/// counts when it comes twice more, soon.
/// </summary>
internal sealed class Newcomers
{
    private const int Remembered = 8, Times = 2;

    private readonly Queue<string> _seen = new(Remembered);

    public bool MayEnter(string id, Reading reading, bool lineHasMeter)
    {
        if (reading.Check >= TelegramCheck.Crc16 || reading.MeterId is null || !lineHasMeter || _seen.Count(seen => seen == id) >= Times)
            return true;
        if (_seen.Count == Remembered)
            _seen.Dequeue();
        _seen.Enqueue(id);
        return false;
    }
}
