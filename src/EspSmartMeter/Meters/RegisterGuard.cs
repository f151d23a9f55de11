using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>
/// Keeps implausible register values from getting out: what is published is counted for ever. A register that falls, or rises by more than its
/// fuse could let through since the last change, is withheld; so is 0. A value it fell or jumped to is believed once telegrams have borne it out for
/// ten minutes: then the meter was swapped. One guard a meter.
/// </summary>
internal sealed class RegisterGuard
{
    private const int TelegramsToBelieve = 3;
    private static readonly TimeSpan TimeToBelieve = TimeSpan.FromMinutes(10);

    private sealed class Register
    {
        /// <summary>What is believed, and since when it stands there.</summary>
        public (decimal Number, DateTimeOffset Since)? Known;

        /// <summary>Where it fell or jumped to, and how that went on.</summary>
        public Doubt? Doubt;

        /// <summary>Of a telegram without checksum: waits for the next one to bear it out.</summary>
        public Measurement? Unconfirmed;
    }

    private sealed record Doubt(DateTimeOffset First, DateTimeOffset Last, decimal Number, int Telegrams);

    private readonly Dictionary<(ObisCode Code, string? Submeter), Register> _registers = [];
    private readonly List<string> _withheld = [];
    private decimal _largestPower;

    /// <summary>What was withheld since the last call, in a sentence; null: nothing.</summary>
    public string? TakeWithheld()
    {
        if (_withheld.Count == 0)
            return null;
        string sentence = string.Join("; ", _withheld);
        _withheld.Clear();
        return sentence;
    }

    /// <summary>Takes over what was believed before a restart.</summary>
    public void Restore(MeterValue value, DateTimeOffset since)
    {
        if (IsGuarded(value.Measurement))
            _registers[(value.Code, value.SubmeterId)] = new Register { Known = (value.Measurement.Number, since) };
    }

    /// <summary>True while a register's newest value is withheld.</summary>
    public bool IsInDoubt(ObisCode code, string? submeter) => _registers.GetValueOrDefault((code, submeter)) is { Doubt: not null };

    /// <summary>Since when a register stands at its value; null where it is not guarded.</summary>
    public DateTimeOffset? Since(MeterValue value) => _registers.GetValueOrDefault((value.Code, value.SubmeterId))?.Known?.Since;

    /// <summary>
    /// Reads of a telegram what its registers are judged by: the power the meter itself measures tells that it sits behind a larger fuse, or a current transformer.
    /// A power that no checksum vouches for tells nothing: one damaged digit would let any jump through from then on.
    /// </summary>
    public TelegramContext Context(Reading reading)
    {
        bool energised = false;
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            if (measurement.Kind != ValueKind.Number)
                continue;
            if (reading.Check >= TelegramCheck.Sum7 && measurement is { Unit: Unit.Watt, ScaleKnown: true } && Catalogue.Find(measurement.Code)?.Kind == QuantityKind.Instant)
                _largestPower = Math.Max(_largestPower, Math.Abs(measurement.Number));
            energised |= measurement.Number > 0 && IsGuarded(measurement);
        }
        return new TelegramContext(reading.Received, reading.Check >= TelegramCheck.Sum7, energised);
    }

    /// <param name="At">When it came.</param>
    /// <param name="Checksummed">False where nothing tells a damaged telegram from a sound one.</param>
    /// <param name="HasCount">True where one of its registers at least is above 0: a meter that boots says 0 in all.</param>
    internal readonly record struct TelegramContext(DateTimeOffset At, bool Checksummed, bool HasCount);

    /// <summary>The measurement to believe: this one, for a telegram without checksum the one before; null: withheld.</summary>
    public Measurement? Judge(in Measurement measurement, string? submeter, decimal? factor, TelegramContext telegram)
    {
        if (!IsGuarded(measurement))
            return measurement;
        (ObisCode, string?) key = (measurement.Code, submeter);
        if (!_registers.TryGetValue(key, out Register? register))
            _registers[key] = register = new Register();

        if (telegram.Checksummed)
            return IsBelieved(register, measurement, factor, telegram) ? measurement : null;
        return Confirmed(register, measurement, factor, telegram) is Measurement confirmed && IsBelieved(register, confirmed, factor, telegram) ? confirmed : null;
    }

    private static bool IsGuarded(in Measurement measurement) =>
        measurement is { Kind: ValueKind.Number, ScaleKnown: true }
        && measurement.Unit != Unit.None
        && Catalogue.Find(measurement.Code, measurement.Unit)?.Kind == QuantityKind.Register;

    /// <summary>The value before this one, if this one goes on from it as a register does; the newest waits in its place.</summary>
    private Measurement? Confirmed(Register register, in Measurement newest, decimal? factor, TelegramContext telegram)
    {
        Measurement? before = register.Unconfirmed;
        register.Unconfirmed = newest;
        return before is Measurement earlier && Follows(earlier.Number, telegram.At, newest, factor, telegram.At) ? earlier : null;
    }

    private bool IsBelieved(Register register, in Measurement measurement, decimal? factor, TelegramContext telegram)
    {
        decimal number = measurement.Number;
        if (register.Known is not (decimal known, DateTimeOffset since))
        {
            // A meter that counts nothing at all is not up yet; one that counts import and no export is.
            if (number == 0 && !telegram.HasCount)
                return Withhold(measurement, "a meter that says 0 in all its registers has not come up yet");
            return Believe(register, number, telegram.At);
        }
        if (Follows(known, since, measurement, factor, telegram.At))
            return Believe(register, number, known == number ? since : telegram.At);
        if (number == 0)
            return Withhold(measurement, $"after {Written(known)}");
        register.Doubt = register.Doubt is Doubt doubt && Follows(doubt.Number, doubt.Last, measurement, factor, telegram.At)
            ? doubt with { Last = telegram.At, Number = number, Telegrams = doubt.Telegrams + 1 }
            : new Doubt(telegram.At, telegram.At, number, 1);
        if (register.Doubt.Telegrams >= TelegramsToBelieve && telegram.At - register.Doubt.First >= TimeToBelieve)
            return Believe(register, number, telegram.At);
        return Withhold(measurement, $"after {Written(known)}");
    }

    private static bool Believe(Register register, decimal number, DateTimeOffset since)
    {
        register.Known = (number, since);
        register.Doubt = null;
        return true;
    }

    private bool Withhold(in Measurement measurement, string because)
    {
        _withheld.Add($"{measurement.Code} {Written(measurement.Number)} {measurement.Unit.Symbol()} {because}");
        return false;
    }

    /// <summary>True where a register that stood at <paramref name="from"/> can show this now.</summary>
    private bool Follows(decimal from, DateTimeOffset since, in Measurement now, decimal? factor, DateTimeOffset at) =>
        now.Number >= from && now.Number - from <= LargestRise(now, at - since, factor);

    private decimal LargestRise(in Measurement measurement, TimeSpan elapsed, decimal? factor) =>
        Fuse.AnHour(measurement, _largestPower) * Math.Max(1, factor ?? 1) * (decimal)(elapsed > Fuse.ShortestCount ? elapsed : Fuse.ShortestCount).TotalHours;

    private static string Written(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
