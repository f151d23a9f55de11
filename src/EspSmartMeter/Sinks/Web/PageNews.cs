namespace EspSmartMeter.Sinks.Web;

/// <summary>Counts what happened that the page shows: who follows it looks whether there is more than before.</summary>
internal sealed class PageNews
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Note() => Interlocked.Increment(ref _count);
}
