using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>
/// Ids that no meter here has. A damaged telegram whose check is weak can name one that nobody has: beside a meter that is known on its line, such an id
/// counts when it comes twice more among the line's next telegrams, or, for a meter that sends seldom, five times more with few others like it between. One a line.
/// </summary>
internal sealed class Newcomers
{
    private const int RecentTelegrams = 16, TimesAmongThem = 2, FewIds = 4, TimesAmongFew = 5;

    private readonly Queue<string> _recent = new(RecentTelegrams);
    private readonly List<(string Id, int Times)> _few = new(FewIds);

    /// <summary>Told of each telegram of the line.</summary>
    /// <param name="id">The meter that it names, or is taken to.</param>
    /// <param name="reading">It.</param>
    /// <param name="isKnown">There is a meter of that id.</param>
    /// <param name="lineHasMeter">There is any on this line.</param>
    public bool MayEnter(string id, Reading reading, bool isKnown, bool lineHasMeter)
    {
        if (reading.Check >= TelegramCheck.Crc16)
            return true;
        int recently = _recent.Count(recent => recent == id);
        if (_recent.Count == RecentTelegrams)
            _recent.Dequeue();
        _recent.Enqueue(id);
        return isKnown || reading.MeterId is null || !lineHasMeter || recently >= TimesAmongThem || TimesBefore(id) >= TimesAmongFew;
    }

    private int TimesBefore(string id)
    {
        int at = _few.FindIndex(few => few.Id == id), times = at < 0 ? 0 : _few[at].Times;
        if (at >= 0)
            _few.RemoveAt(at);
        else if (_few.Count == FewIds)
            _few.RemoveAt(0);
        _few.Add((id, times + 1));
        return times;
    }
}
