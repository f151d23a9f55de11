using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>The submeters of one meter: which device each channel of the telegram belongs to, and what is known of each.</summary>
internal sealed class SubmeterTable
{
    private const int MostDevices = 32;

    /// <summary>A device as last listed.</summary>
    public sealed class Listed
    {
        public required string Id { get; set; }

        public string? DeviceId
        {
            get;
            init => (field, Number) = (value, value is null ? null : MeterId.Readable(value));
        }

        /// <summary>Its id as printed on it: a firmware update may write the same one in another form.</summary>
        public string? Number { get; private init; }

        public SubmeterKind Kind { get; set; }

        public int Channel { get; set; }

        public MeterTime? TakenAt { get; set; }

        public DateTimeOffset Received { get; set; }

        /// <summary>When it was first listed.</summary>
        public DateTimeOffset First { get; init; }

        /// <summary>When it was last listed with a newer stamp.</summary>
        public DateTimeOffset Moved { get; set; }

        /// <summary>False for a value taken before the one that is known: a device listed twice keeps the newer.</summary>
        public bool IsNewer(MeterTime? takenAt) =>
            takenAt is not MeterTime taken || TakenAt is not MeterTime known || taken.Local >= known.Local;
    }

    private readonly List<Listed> _devices = [];
    private readonly Dictionary<byte, Listed> _byChannel = [];

    /// <summary>Takes over the devices of the last run.</summary>
    public void Restore(IReadOnlyList<StoredSubmeter> stored)
    {
        foreach (StoredSubmeter device in stored.Take(MostDevices))
        {
            _devices.Add(new Listed
            {
                Id = device.Id,
                DeviceId = device.DeviceId,
                Kind = device.Kind,
                Channel = device.Channel,
                TakenAt = StoredTime.Parse(device.TakenAt),
                Received = device.Received,
                First = device.First,
                Moved = device.Moved ?? device.Received,
            });
        }
    }

    public void Forget(string id) => _devices.RemoveAll(device => device.Id == id);

    /// <summary>Reads which devices the telegram lists, on which channels.</summary>
    public void List(Reading reading)
    {
        _byChannel.Clear();
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            if (Submeters.Owns(measurement.Code) && !_byChannel.ContainsKey(measurement.Code.B) && Device(reading, measurement.Code.B) is Listed device)
                _byChannel[measurement.Code.B] = device;
        }
    }

    /// <summary>The device that a code of this telegram belongs to; null: the meter itself.</summary>
    public Listed? Of(ObisCode code) => Submeters.Owns(code) ? _byChannel.GetValueOrDefault(code.B) : null;

    /// <summary>The submeters with their values.</summary>
    public IReadOnlyList<Submeter> With(IReadOnlyList<MeterValue> values) =>
    [
        .. _devices.Select(device => new Submeter
        {
            Id = device.Id,
            DeviceId = device.DeviceId,
            Kind = device.Kind,
            Channel = device.Channel,
            TakenAt = device.TakenAt,
            Received = device.Received,
            IsReplaced = IsReplaced(device),
            First = device.First,
            Moved = device.Moved,
            Continues = OldOf(device)?.Id,
            Values = [.. values.Where(value => value.SubmeterId == device.Id)],
        }),
    ];

    private Listed? Device(Reading reading, byte channel)
    {
        string? deviceId = null;
        SubmeterKind kind = SubmeterKind.Unknown;
        MeterTime? taken = null;
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            if (!Submeters.Owns(measurement.Code) || measurement.Code.B != channel)
                continue;
            if (Submeters.IsEquipmentId(measurement.Code) && measurement.Kind == ValueKind.Text && !string.IsNullOrEmpty(measurement.Text))
                deviceId = measurement.Device ?? measurement.Text;
            else if (Submeters.IsDeviceType(measurement.Code))
                kind = measurement.DeviceType;
            deviceId ??= measurement.Device;
            taken = measurement.TakenAt ?? taken;
        }
        string id = deviceId is null ? $"channel_{channel}" : MeterId.Safe(deviceId);
        string? number = deviceId is null ? null : MeterId.Readable(deviceId);
        // One that goes on as another has that one's id.
        Listed? device = (number is null ? null : _devices.Find(known => known.Number == number)) ?? _devices.Find(known => known.Id == id && (number is null || known.Number is null));
        if (device is null)
        {
            if (_devices.Count == MostDevices)
                return null;
            _devices.Add(device = new Listed { Id = Free(id), DeviceId = deviceId, First = reading.Received, Moved = reading.Received });
        }
        if (!device.IsNewer(taken))
            return device;
        device.Kind = kind == SubmeterKind.Unknown ? device.Kind : kind;
        device.Channel = channel;
        if (taken?.Local != device.TakenAt?.Local)
            device.Moved = reading.Received;
        device.TakenAt = taken ?? device.TakenAt;
        device.Received = reading.Received;
        return device;
    }

    /// <summary>A device goes on as the one that it stands in the place of; null where it stands in none's.</summary>
    /// <returns>That one's id, which is its own now.</returns>
    public string? ContinueOld(string id)
    {
        if (_devices.Find(known => known.Id == id) is not Listed device || OldOf(device) is not Listed old)
            return null;
        _devices.Remove(device);
        _devices[_devices.IndexOf(old)] = device;
        device.Id = old.Id;
        return old.Id;
    }

    private string Free(string id)
    {
        string free = id;
        for (int n = 2; _devices.Exists(known => known.Id == free); n++)
            free = $"{id}_{n}";
        return free;
    }

    /// <summary>The device of the same kind that fell silent before this one was first heard: not listed any more, or with a stamp that stands still.</summary>
    private Listed? OldOf(Listed device) => device.DeviceId is null || device.Kind == SubmeterKind.Unknown ? null
        : _devices.Where(old => old != device && old.Kind == device.Kind && old.DeviceId is not null && (old.Received < device.Received || IsReplaced(old)) && old.Moved <= device.First)
            .MaxBy(old => old.Moved);

    /// <summary>A device whose stamp stood still for two days while another of its kind went on was taken off the wall.</summary>
    private bool IsReplaced(Listed device) => device.TakenAt is MeterTime stamp
        && _devices.Exists(other => other != device && other.Kind == device.Kind && other.Kind != SubmeterKind.Unknown
            && other.TakenAt is MeterTime newer && newer.Local - stamp.Local > TimeSpan.FromDays(2));
}
