using EspSmartMeter.Meters;
using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Peaks;

/// <summary>The peaks of each meter under the scheme that was chosen. One sink adds to it; any thread may read.</summary>
internal sealed class PeakBook(PeakScheme scheme, TimeZoneInfo zone)
{
    /// <summary>A telegram may be told of this much later than the time is: what it says is of before.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _byMeter = new(StringComparer.Ordinal);

    private sealed record Entry(PeakTelegrams Telegrams, PeakTracker Tracker);

    public PeakScheme Scheme => scheme;

    /// <summary>Whose clock the windows are aligned to.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>Takes in a telegram of a meter; what measures no electricity has none.</summary>
    public void Take(string meter, MeterState state)
    {
        lock (_gate)
        {
            bool isNew = !_byMeter.TryGetValue(meter, out Entry? entry);
            entry ??= NewEntry();
            if (entry.Telegrams.Of(state) is not PeakSample sample || (isNew && !TellsOfPower(sample)))
                return;
            _byMeter[meter] = entry;
            entry.Tracker.Take(sample);
        }
    }

    /// <summary>Time goes on: windows end also where nothing comes.</summary>
    public void Pass(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (Entry entry in _byMeter.Values)
                entry.Tracker.Pass((now - Behind).ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Reads one meter's peaks; the default where nothing is known of it.</summary>
    public T? Read<T>(string meter, Func<PeakTracker, T?> read)
    {
        lock (_gate)
            return _byMeter.TryGetValue(meter, out Entry? entry) ? read(entry.Tracker) : default;
    }

    /// <summary>Takes over what the last run knew under the same scheme. To be called before the first telegram.</summary>
    public void Restore(StoredPeakBook lastRun)
    {
        lock (_gate)
        {
            foreach ((string meter, StoredPeaks stored) in lastRun.Meters)
            {
                Entry entry = NewEntry();
                entry.Tracker.Restore(stored);
                _byMeter[meter] = entry;
            }
        }
    }

    /// <summary>What is to survive a restart, of the meters that are still known; the others are forgotten.</summary>
    public StoredPeakBook Stored(IReadOnlySet<string> known)
    {
        lock (_gate)
        {
            foreach (string gone in _byMeter.Keys.Where(meter => !known.Contains(meter)).ToArray())
                _byMeter.Remove(gone);
            return new StoredPeakBook { Meters = _byMeter.ToDictionary(entry => entry.Key, entry => entry.Value.Tracker.Stored()) };
        }
    }

    private static bool TellsOfPower(in PeakSample sample) => sample.Milliwatts is not null || sample.MilliwattHours is not null;

    private Entry NewEntry() => new(new PeakTelegrams(scheme.WindowMinutes), new PeakTracker(scheme, zone));
}
