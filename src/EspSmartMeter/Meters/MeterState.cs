using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Meters.Live;
using EspSmartMeter.Meters.Scale;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>What is known of a meter at one moment. Never changes: each telegram makes a new one, which any thread may read.</summary>
internal sealed record MeterState
{
    private readonly IReadOnlyDictionary<ObisCode, MeterValue> _byCode = new Dictionary<ObisCode, MeterValue>();

    /// <summary>As the payload says; null where only the source tells one meter from another.</summary>
    public string? SerialNumber { get; init; }

    public string? Manufacturer { get; init; }

    /// <summary>The maker for people: a grid company is none.</summary>
    public string? Maker => Flag.IsOperator(Manufacturer) ? null : Manufacturer;

    public string? Model { get; init; }

    /// <summary>When the newest telegram came; null: none since this start, all values are those of the last run.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>The newest telegram's own clock.</summary>
    public MeterTime? Timestamp { get; init; }

    /// <summary>Null until the first telegram since this start.</summary>
    public TelegramInfo? Telegram { get; init; }

    /// <summary>The number of telegrams since this start.</summary>
    public long Telegrams { get; init; }

    /// <summary>How often telegrams come, of any list; null until two have come.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Every code that came, submeters' included, in the order they first came.</summary>
    public IReadOnlyList<MeterValue> Values
    {
        get;
        init
        {
            field = value;
            Dictionary<ObisCode, MeterValue> byCode = [];
            foreach (MeterValue item in value)
                byCode[item.Code] = item;
            _byCode = byCode;
            Medium = value.Where(item => item.SubmeterId is null).Select(item => Catalogue.MediumOf(item.Code)).Where(medium => medium != Medium.None).DefaultIfEmpty(Medium.Electricity).Min();
        }
    } = [];

    public IReadOnlyList<Submeter> Submeters { get; init; } = [];

    /// <summary>The totals of its tariffs, where it sends none of its own.</summary>
    public IReadOnlyList<MeterValue> Totals { get; init; } = [];

    /// <summary>What the broker is to remember of its registers before they are published.</summary>
    public IReadOnlyList<CarriedRegister> Remembered { get; init; } = [];

    /// <summary>Grows with each change: of two states the larger is the newer.</summary>
    public long Change { get; init; }

    /// <summary>The registers that made a step which nothing explains, and wait for their owner to say how they go on.</summary>
    public IReadOnlyList<WaitingRegister> Waiting { get; init; } = [];

    /// <summary>The registers that went on after a step by themselves, each with an offset.</summary>
    public IReadOnlyList<ContinuedRegister> Continued { get; init; } = [];

    /// <summary>What is of another scale than what tells of the same.</summary>
    public IReadOnlyList<ScaleDoubt> ScaleDoubts { get; init; } = [];

    /// <summary>True where something is added to a register of it.</summary>
    public bool HasOffset { get; init; }

    /// <summary>What gaps in power hid from the registers that are carried forward, newest last.</summary>
    public IReadOnlyList<HiddenEnergy> Hidden { get; init; } = [];

    /// <summary>What it measures itself, beside its submeters.</summary>
    public Medium Medium { get; private init; } = Medium.Electricity;

    /// <summary>The newest value of a code; null where it never came.</summary>
    public MeterValue? Find(ObisCode code) => _byCode.GetValueOrDefault(code) ?? Totals.FirstOrDefault(total => total.Code == code);
}
