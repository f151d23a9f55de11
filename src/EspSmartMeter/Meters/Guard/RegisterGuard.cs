using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>
/// Keeps steps that are no energy from being counted, since what is published is counted for ever: a register is published as the meter has it, plus an
/// offset that is 0 at first. A fall, or a rise beyond what the fuse lets through, is withheld. A fall of all registers to what a new meter can have counted
/// is one, after ten minutes; anything else waits for its owner, or for an hour in which growth and measured power agree. A decision holds for all
/// registers of the meter. One guard a meter.
/// </summary>
internal sealed class RegisterGuard(Fuse fuse, RecentPower power)
{
    private readonly Dictionary<(ObisCode Code, string? Submeter), GuardedRegister> _registers = [];
    private readonly Dictionary<(ObisCode Code, string? Submeter), Corroboration> _corroborations = [];

    /// <summary>True for what only rises, in a unit that tells how fast.</summary>
    public static bool Guards(in Measurement measurement) =>
        measurement is { Kind: ValueKind.Number, ScaleKnown: true }
        && measurement.Unit != Unit.None
        && Catalogue.Find(measurement.Code, measurement.Unit)?.Kind == QuantityKind.Register;

    /// <summary>Takes over what was known before a restart.</summary>
    public void Restore(in Measurement measurement, string? submeter, DateTimeOffset received, decimal? factor, RegisterMemory? memory)
    {
        if (Guards(measurement))
            _registers[(measurement.Code, submeter)] = GuardedRegister.Restored(measurement.Number, received, factor, memory);
    }

    /// <summary>What is to survive a restart; null where it is not guarded.</summary>
    public RegisterMemory? Memory(ObisCode code, string? submeter) => _registers.GetValueOrDefault((code, submeter))?.Memory;

    /// <summary>The registers that wait for a decision of the owner: what is published, and what the meter says.</summary>
    public IReadOnlyList<WaitingRegister> Waiting =>
    [
        .. _registers.Where(entry => entry.Value.Doubt is { IsShort: false } && !(entry.Value.IsNewStart && MayBeNew(entry.Key.Submeter)))
            .Select(entry => new WaitingRegister(entry.Key.Code, entry.Key.Submeter, entry.Value.Published, entry.Value.Doubt!.First)),
    ];

    /// <summary>The registers that went on after a step by themselves.</summary>
    public IReadOnlyList<ContinuedRegister> Continued =>
        [.. _registers.Where(entry => entry.Value.Continued is not null).Select(entry => new ContinuedRegister(entry.Key.Code, entry.Key.Submeter, entry.Value.Continued!))];

    /// <summary>True where something is added to a register.</summary>
    public bool HasOffset => _registers.Values.Any(register => register.Offset != 0);

    /// <summary>The owner has decided.</summary>
    public void Decide(Decision decision)
    {
        foreach (GuardedRegister register in _registers.Values)
            register.Decide(decision, byItself: false);
    }

    /// <summary>The owner wants what the meter says.</summary>
    public void DropOffsets()
    {
        foreach (GuardedRegister register in _registers.Values)
            register.DropOffset();
    }

    /// <summary>Another meter goes on as this one: its own registers from where these stood, those of submeters that both have as they are.</summary>
    public void ContinueAs(RegisterGuard successor)
    {
        foreach (((ObisCode Code, string? Submeter) key, GuardedRegister register) in successor._registers)
        {
            if (!_registers.TryGetValue(key, out GuardedRegister? old))
                _registers[key] = register;
            else if (key.Submeter is null)
                old.ContinueAs(register);
            else
                old.GoOnWith(register);
        }
    }

    /// <summary>A submeter goes on as another, on whatever channel that was.</summary>
    public void ContinueAs(string submeter, string old)
    {
        foreach (((ObisCode Code, string? Submeter) key, GuardedRegister register) in _registers.Where(entry => entry.Key.Submeter == submeter).ToArray())
        {
            _registers.Remove(key);
            ((ObisCode Code, string?) of, GuardedRegister? before) = _registers.FirstOrDefault(entry => entry.Key.Submeter == old && entry.Key.Code with { B = 1 } == key.Code with { B = 1 });
            if (before is not null)
            {
                _registers.Remove(of);
                before.ContinueAs(register);
            }
            _registers[(key.Code, old)] = before ?? register;
        }
    }

    /// <summary>What is believed of a register; null where it is not guarded.</summary>
    public (decimal Own, decimal Offset, DateTimeOffset? Since)? Of(ObisCode code, string? submeter) =>
        _registers.TryGetValue((code, submeter), out GuardedRegister? register) ? (register.Own, register.Offset, register.OffsetSince) : null;

    /// <summary>What the broker is to remember: registers that something is added to, or was, and such as are held.</summary>
    public IEnumerable<CarriedRegister> Remembered => _registers.Where(entry => entry.Value is { OffsetSince: not null } or { Doubt.IsShort: false })
        .Select(entry => new CarriedRegister(entry.Key.Code, entry.Key.Submeter, entry.Value.Published, entry.Value.Own, entry.Value.Offset, entry.Value.OffsetSince));

    /// <summary>What the broker remembers of a register that is known; null where it is not.</summary>
    /// <returns>What is believed of it then.</returns>
    public (decimal Own, decimal Offset, DateTimeOffset? Since)? Know(CarriedRegister carried, in Measurement known, DateTimeOffset at)
    {
        _registers.GetValueOrDefault((carried.Code, carried.Submeter))?.Know(carried, fuse.AnHour(known, at));
        return Of(carried.Code, carried.Submeter);
    }

    /// <summary>True while a register's newest value is withheld.</summary>
    public bool IsInDoubt(ObisCode code, string? submeter) => _registers.GetValueOrDefault((code, submeter)) is { Doubt: not null };

    /// <summary>The value to believe: this one, on a weak check perhaps the one before; null: none.</summary>
    /// <param name="measurement">A register.</param>
    /// <param name="submeter">Whose it is.</param>
    /// <param name="factor">What the option <c>scale</c> multiplied it by.</param>
    /// <param name="telegram">It came in this.</param>
    /// <param name="withheld">Takes why it is not believed, where it may never be.</param>
    public Believed? Judge(in Measurement measurement, string? submeter, decimal? factor, in TelegramContext telegram, List<string> withheld)
    {
        (ObisCode, string?) key = (measurement.Code, submeter);
        DateTimeOffset at = telegram.At;
        decimal anHour = fuse.AnHour(measurement, at) * Math.Max(1, factor ?? 1);
        Measurement? counts = measurement;
        if (!telegram.IsProven)
        {
            if (!_corroborations.TryGetValue(key, out Corroboration? corroboration))
                _corroborations[key] = corroboration = new Corroboration();
            counts = corroboration.Confirm(measurement, telegram, gap => anHour * Hours(gap), power.Largest(measurement) * (factor ?? 1));
        }
        if (counts is not Measurement confirmed)
            return null;
        if (!_registers.TryGetValue(key, out GuardedRegister? register))
        {
            // A meter that counts nothing at all is not up yet; one that counts import and no export is.
            if (confirmed.Number == 0 && !telegram.HasCount)
                return Withhold(confirmed, "a meter that says 0 in all its registers has not come up yet", withheld);
            _registers[key] = register = GuardedRegister.First(confirmed.Number, at, factor);
            return new Believed(confirmed, 0);
        }
        register.Rescale(factor, confirmed.Number.Scale, at);
        if (confirmed.Number == 0 && register.Own != 0 && !telegram.HasCount)
            return Withhold(confirmed, $"after {Written(register.Own)}", withheld);
        decimal? newest = telegram.IsProven ? power.Newest(confirmed) : null;
        if (register.Take(confirmed, at, anHour, byChange: submeter is not null, power.Largest(confirmed), newest))
            return new Believed(confirmed, register.Offset, register.OffsetSince);
        if (DecisionFor(submeter, register) is Decision decision)
        {
            foreach (GuardedRegister doubted in Of(submeter))
                doubted.Decide(decision, byItself: true);
            return new Believed(confirmed, register.Offset, register.OffsetSince);
        }
        return Withhold(confirmed, $"after {Written(register.Own)}", withheld);
    }

    // What the registers themselves tell.
    private Decision? DecisionFor(string? submeter, GuardedRegister register) =>
        register is { Doubt.IsOld: true, IsNewStart: true } && MayBeNew(submeter) ? Decision.AsItIs
        : IsBorneOutByPower(submeter) ? Decision.Continue
        : null;

    // All that is doubted has fallen to what a new meter can have counted, and nothing goes on that such a one cannot have.
    private bool MayBeNew(string? submeter)
    {
        DateTimeOffset since = Of(submeter).Where(register => register.Doubt is not null).Min(register => register.Doubt!.Since);
        return Of(submeter).All(register => register.Doubt is null ? register.Read < since || register.Own <= MostOf(submeter) : register.IsNewStart);
    }

    private decimal MostOf(string? submeter) => Of(submeter).Max(register => register.Doubt?.Most ?? 0);

    private bool IsBorneOutByPower(string? submeter)
    {
        GuardedRegister[] doubted = [.. Of(submeter).Where(register => register.Doubt is not null)];
        return doubted.All(register => register.Doubt is { IsCompared: true, Agrees: true })
            && doubted.Any(register => register.Doubt!.Growth >= 0.05m);
    }

    private IEnumerable<GuardedRegister> Of(string? submeter) => _registers.Where(entry => entry.Key.Submeter == submeter).Select(entry => entry.Value);

    private static Believed? Withhold(in Measurement measurement, string because, List<string> withheld)
    {
        withheld.Add($"{measurement.Code} {Written(measurement.Number)} {measurement.Unit.Symbol()} {because}");
        return null;
    }

    private static decimal Hours(TimeSpan time) => (decimal)(time > Fuse.ShortestCount ? time : Fuse.ShortestCount).TotalHours;

    private static string Written(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
