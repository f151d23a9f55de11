using EspSmartMeter.Meters;

namespace EspSmartMeter.Sinks.History;

/// <summary>The history of each meter. The sink adds to it, and requests read it.</summary>
internal sealed class MeterHistories
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MeterHistory> _byMeter = new(StringComparer.Ordinal);

    /// <summary>Takes in a telegram of a meter.</summary>
    public void Take(string meter, MeterState state)
    {
        if (EnergySample.Of(state, out TimeSpan interval) is not EnergySample sample)
            return;
        lock (_gate)
        {
            if (!_byMeter.TryGetValue(meter, out MeterHistory? history))
                _byMeter[meter] = history = new MeterHistory();
            history.Take(sample, interval);
        }
    }

    /// <summary>Reads one meter's history; an empty one where nothing is known of it.</summary>
    public T Read<T>(string meter, Func<MeterHistory, T> read)
    {
        lock (_gate)
            return read(_byMeter.GetValueOrDefault(meter) ?? new MeterHistory());
    }

    /// <summary>Takes over what the last run knew. To be called before the first telegram.</summary>
    public void Restore(StoredHistory lastRun)
    {
        lock (_gate)
        {
            foreach ((string meter, StoredMeterHistory stored) in lastRun.Meters)
                _byMeter[meter] = new MeterHistory(stored.Newest, stored.Interval, stored.Quarters, stored.Hours, stored.Gaps);
        }
    }

    /// <summary>What is to survive a restart, of the meters that are still known; the others are forgotten.</summary>
    public StoredHistory Stored(IReadOnlySet<string> known)
    {
        lock (_gate)
        {
            foreach (string gone in _byMeter.Keys.Where(meter => !known.Contains(meter)).ToArray())
                _byMeter.Remove(gone);
            return new StoredHistory
            {
                Meters = _byMeter.ToDictionary(entry => entry.Key, entry => new StoredMeterHistory
                {
                    Newest = entry.Value.Newest,
                    Interval = entry.Value.Interval,
                    Quarters = [.. entry.Value.Quarters],
                    Hours = [.. entry.Value.Hours],
                    Gaps = [.. entry.Value.Gaps],
                }),
            };
        }
    }
}
