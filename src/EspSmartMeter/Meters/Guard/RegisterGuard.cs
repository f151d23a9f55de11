using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>
/// Keeps implausible register values from getting out: what is published is counted for ever. A register that falls, or rises by more than its
/// fuse could let through since the last change, is withheld; so is 0. A value it fell or jumped to is believed once telegrams have borne it out for
/// ten minutes: then the meter was swapped. One guard a meter.
/// </summary>
internal sealed class RegisterGuard(Fuse fuse)
{
    private const int TelegramsToBelieve = 3;
    private static readonly TimeSpan TimeToBelieve = TimeSpan.FromMinutes(10);

    private sealed class Register
    {
        /// <summary>What is believed, and since when it stands there.</summary>
        public (decimal Number, DateTimeOffset Since)? Known;

        /// <summary>Where it fell or jumped to, and how that went on.</summary>
        public Doubt? Doubt;

        /// <summary>On a weak check.</summary>
        public readonly Corroboration Corroboration = new();
    }

    private sealed record Doubt(DateTimeOffset First, DateTimeOffset Last, decimal Number, int Telegrams);

    private readonly Dictionary<(ObisCode Code, string? Submeter), Register> _registers = [];

    /// <summary>True for what only rises, in a unit that tells how fast.</summary>
    public static bool Guards(in Measurement measurement) =>
        measurement is { Kind: ValueKind.Number, ScaleKnown: true }
        && measurement.Unit != Unit.None
        && Catalogue.Find(measurement.Code, measurement.Unit)?.Kind == QuantityKind.Register;

    /// <summary>Takes over what was believed before a restart.</summary>
    public void Restore(in Measurement measurement, string? submeter, DateTimeOffset since)
    {
        if (Guards(measurement))
            _registers[(measurement.Code, submeter)] = new Register { Known = (measurement.Number, since) };
    }

    /// <summary>True while a register's newest value is withheld.</summary>
    public bool IsInDoubt(ObisCode code, string? submeter) => _registers.GetValueOrDefault((code, submeter)) is { Doubt: not null };

    /// <summary>Since when a register stands at its value; null where it is not guarded.</summary>
    public DateTimeOffset? Since(ObisCode code, string? submeter) => _registers.GetValueOrDefault((code, submeter))?.Known?.Since;

    /// <summary>The value to believe: this one, on a weak check perhaps the one before; null: none.</summary>
    /// <param name="measurement">A register.</param>
    /// <param name="submeter">Whose it is.</param>
    /// <param name="factor">What the option <c>scale</c> multiplied it by.</param>
    /// <param name="telegram">It came in this.</param>
    /// <param name="watts">The largest power that the telegrams before told and it counts; null where there is none.</param>
    /// <param name="withheld">Takes why it is not believed, where it never will be.</param>
    public Measurement? Judge(in Measurement measurement, string? submeter, decimal? factor, in TelegramContext telegram, decimal? watts, List<string> withheld)
    {
        (ObisCode, string?) key = (measurement.Code, submeter);
        if (!_registers.TryGetValue(key, out Register? register))
            _registers[key] = register = new Register();

        Measurement sent = measurement;
        DateTimeOffset at = telegram.At;
        Measurement? counts = telegram.IsProven
            ? sent
            : register.Corroboration.Confirm(sent, telegram, gap => LargestRise(sent, at, gap, factor), watts * (factor ?? 1));
        return counts is Measurement confirmed && IsBelieved(register, confirmed, factor, telegram, withheld) ? confirmed : null;
    }

    private bool IsBelieved(Register register, in Measurement measurement, decimal? factor, in TelegramContext telegram, List<string> withheld)
    {
        decimal number = measurement.Number;
        if (register.Known is not (decimal known, DateTimeOffset since))
        {
            // A meter that counts nothing at all is not up yet; one that counts import and no export is.
            if (number == 0 && !telegram.HasCount)
                return Withhold(measurement, "a meter that says 0 in all its registers has not come up yet", withheld);
            return Believe(register, number, telegram.At);
        }
        if (Follows(known, since, measurement, factor, telegram.At))
            return Believe(register, number, known == number ? since : telegram.At);
        if (number == 0)
            return Withhold(measurement, $"after {Written(known)}", withheld);
        register.Doubt = register.Doubt is Doubt doubt && Follows(doubt.Number, doubt.Last, measurement, factor, telegram.At)
            ? doubt with { Last = telegram.At, Number = number, Telegrams = doubt.Telegrams + 1 }
            : new Doubt(telegram.At, telegram.At, number, 1);
        if (register.Doubt.Telegrams >= TelegramsToBelieve && telegram.At - register.Doubt.First >= TimeToBelieve)
            return Believe(register, number, telegram.At);
        return Withhold(measurement, $"after {Written(known)}", withheld);
    }

    private static bool Believe(Register register, decimal number, DateTimeOffset since)
    {
        register.Known = (number, since);
        register.Doubt = null;
        return true;
    }

    private static bool Withhold(in Measurement measurement, string because, List<string> withheld)
    {
        withheld.Add($"{measurement.Code} {Written(measurement.Number)} {measurement.Unit.Symbol()} {because}");
        return false;
    }

    /// <summary>True where a register that stood at <paramref name="from"/> can show this now.</summary>
    private bool Follows(decimal from, DateTimeOffset since, in Measurement now, decimal? factor, DateTimeOffset at) =>
        now.Number >= from && now.Number - from <= LargestRise(now, at, at - since, factor);

    private decimal LargestRise(in Measurement measurement, DateTimeOffset at, TimeSpan elapsed, decimal? factor) =>
        fuse.AnHour(measurement, at) * Math.Max(1, factor ?? 1) * (decimal)(elapsed > Fuse.ShortestCount ? elapsed : Fuse.ShortestCount).TotalHours;

    private static string Written(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
