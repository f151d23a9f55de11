using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>
/// Stands between a meter's telegrams and what is published of it. What proves a telegram's octets decides how much is asked of its values: on a CRC or a
/// tag they need only be possible, on anything weaker they must fit what the meter said before. One guard a meter.
/// </summary>
internal sealed class MeterGuard
{
    private readonly Fuse _fuse;
    private readonly InstantGuard _instants;
    private readonly RegisterGuard _registers;
    private readonly TelegramPast _past = new();
    private readonly ShortestGap _gap = new();
    private readonly RecentPower _power = new();
    private readonly List<string> _withheld = [];
    private long _telegrams;

    /// <param name="amperes">Of the connection's fuse, a phase; null: a large house connection's.</param>
    public MeterGuard(decimal? amperes = null)
    {
        _fuse = new Fuse(amperes);
        _instants = new InstantGuard(_fuse);
        _registers = new RegisterGuard(_fuse, _power);
    }

    /// <summary>Of the fuse that registers are judged by, a phase.</summary>
    public decimal FuseAmperes => _fuse.Amperes;

    /// <summary>What was withheld since the last call, in a sentence; null: nothing.</summary>
    public string? TakeWithheld()
    {
        if (_withheld.Count == 0)
            return null;
        string sentence = string.Join("; ", _withheld);
        _withheld.Clear();
        return sentence;
    }

    /// <inheritdoc cref="RegisterGuard.Restore"/>
    public void Restore(in Measurement measurement, string? submeter, DateTimeOffset received, decimal? factor, RegisterMemory? memory) =>
        _registers.Restore(measurement, submeter, received, factor, memory);

    /// <inheritdoc cref="RegisterGuard.Memory"/>
    public RegisterMemory? Memory(ObisCode code, string? submeter) => _registers.Memory(code, submeter);

    /// <inheritdoc cref="RegisterGuard.Waiting"/>
    public IReadOnlyList<WaitingRegister> Waiting => _registers.Waiting;

    /// <inheritdoc cref="RegisterGuard.Continued"/>
    public IReadOnlyList<ContinuedRegister> Continued => _registers.Continued;

    /// <inheritdoc cref="RegisterGuard.HasOffset"/>
    public bool HasOffset => _registers.HasOffset;

    /// <inheritdoc cref="RegisterGuard.Decide"/>
    public void Decide(Decision decision) => _registers.Decide(decision);

    /// <inheritdoc cref="RegisterGuard.DropOffsets"/>
    public void DropOffsets() => _registers.DropOffsets();

    /// <inheritdoc cref="RegisterGuard.ContinueAs(RegisterGuard)"/>
    public void ContinueAs(MeterGuard successor) => _registers.ContinueAs(successor._registers);

    /// <inheritdoc cref="RegisterGuard.ContinueAs(string, string)"/>
    public void ContinueAs(string submeter, string old) => _registers.ContinueAs(submeter, old);

    /// <inheritdoc cref="RegisterGuard.Of(ObisCode, string)"/>
    public (decimal Own, decimal Offset, DateTimeOffset? Since)? Of(ObisCode code, string? submeter) => _registers.Of(code, submeter);

    /// <inheritdoc cref="RegisterGuard.Remembered"/>
    public IEnumerable<CarriedRegister> Remembered => _registers.Remembered;

    /// <inheritdoc cref="RegisterGuard.Know"/>
    public (decimal Own, decimal Offset, DateTimeOffset? Since)? Know(CarriedRegister carried, in Measurement known, DateTimeOffset at) => _registers.Know(carried, known, at);

    /// <inheritdoc cref="RegisterGuard.IsInDoubt"/>
    public bool IsInDoubt(ObisCode code, string? submeter) => _registers.IsInDoubt(code, submeter);

    /// <summary>Reads of a telegram what its values are judged by.</summary>
    public TelegramContext Begin(Reading reading)
    {
        _telegrams++;
        _gap.Came(reading.Received);
        _power.EndTelegram();
        bool proven = reading.Check >= TelegramCheck.Crc16, counts = false;
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            counts |= measurement is { Kind: ValueKind.Number, Number: > 0 } && RegisterGuard.Guards(measurement);
            // Before its registers, which may stand in front of it.
            if (proven && IsPower(measurement))
                _fuse.Carried(Math.Abs(measurement.Number), reading.Received);
        }
        return new TelegramContext(reading.Received, _telegrams, reading.Check, counts, proven || _past.IsFamiliar(reading, _telegrams), _gap.Value);
    }

    /// <summary>The value to publish: this one, on a weak check perhaps the one before; null: none of it.</summary>
    public Believed? Judge(in Measurement measurement, string? submeter, decimal? factor, in TelegramContext telegram)
    {
        if (RegisterGuard.Guards(measurement))
            return _registers.Judge(measurement, submeter, factor, telegram, _withheld);
        if (!IsInstant(measurement))
            return telegram.IsProven || telegram.IsFamiliar || telegram.Number == 1 ? new Believed(measurement, 0) : null;
        decimal most = _fuse.MostWatts(telegram.At);
        Verdict verdict = _instants.Judge(measurement, telegram);
        if (verdict == Verdict.Withheld)
            _withheld.Add(string.Create(CultureInfo.InvariantCulture, $"{measurement.Code} {measurement.Number} {measurement.Unit.Symbol()} which no such connection has"));
        if (verdict != Verdict.Believed)
            return null;
        if (IsPower(measurement))
        {
            decimal watts = Math.Abs(measurement.Number);
            // Beyond the bound several telegrams have agreed; what one says within it must not widen it, step by step.
            _fuse.Carried(telegram.IsProven || watts > most ? watts : Math.Min(watts, _fuse.Watts), telegram.At);
            _power.Note(measurement);
        }
        return new Believed(measurement, 0);
    }

    private static bool IsInstant(in Measurement measurement) =>
        measurement is { Kind: ValueKind.Number, ScaleKnown: true } && Catalogue.Find(measurement.Code)?.Kind == QuantityKind.Instant;

    private static bool IsPower(in Measurement measurement) =>
        measurement.Unit is Unit.Watt or Unit.VoltAmpere && IsInstant(measurement);
}
