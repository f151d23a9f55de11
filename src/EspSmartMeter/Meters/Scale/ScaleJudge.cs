namespace EspSmartMeter.Meters.Scale;

/// <summary>
/// Says which of the values that are apart are off, and tells it once that has settled. The power is off where all that tells of it agrees against it; else what
/// is apart from it. Where two stand against each other and nothing else tells, it is the one whose home would be the stranger, and the other is named too.
/// </summary>
internal sealed class ScaleJudge(WayScale import, WayScale export, PowerScale phases)
{
    /// <summary>What is judged stays the same for so long before it is told; volts and amperes that may yet tell more are waited for.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1), Patience = TimeSpan.FromHours(6);

    /// <summary>What homes take most of the time is some times more or less than the one, and what roofs give than the other.</summary>
    private const decimal UsuallyTaken = 350, UsuallyGiven = 1000;

    /// <summary>So much stranger may the home be that one wrong power makes, beside the one that several wrong registers make.</summary>
    private const decimal OneForSeveral = 4;

    private List<ScaleDoubt> _judged = [];
    private DateTimeOffset _since, _begun;

    /// <summary>What is told; the same list until it is another.</summary>
    public IReadOnlyList<ScaleDoubt> Doubts { get; private set; } = [];

    /// <summary>After each telegram.</summary>
    /// <param name="isNews">True where something else is proven than before.</param>
    /// <param name="at">When it came.</param>
    public void Take(bool isNews, DateTimeOffset at)
    {
        if (isNews)
            Follow(Judged(), at);
        bool waits = _judged.Count > 0 && import.Power is not null && Apparent is null && phases.TellsApparent && at - _begun < Patience;
        if (!ReferenceEquals(Doubts, _judged) && at - _since >= Settled && !waits)
            Doubts = _judged;
    }

    /// <summary>Volts times amperes beside the power: of the whole, else of a phase where the phases come to the whole.</summary>
    private decimal? Apparent => phases.Apparent
        ?? (phases.SumsUp ? Array.Find(phases.Phases, phase => phase.Apparent is not null)?.Apparent : null);

    private void Follow(List<ScaleDoubt> judged, DateTimeOffset at)
    {
        if (judged.SequenceEqual(_judged))
            return;
        if (_judged.Count == 0)
            _begun = at;
        (_judged, _since) = (judged, at);
    }

    private List<ScaleDoubt> Judged()
    {
        List<ScaleDoubt> doubts = [];
        RegisterScale[] told = [.. import.Registers.Concat(export.Power == import.Power ? export.Registers : []).Where(register => register.Factor is not null)];
        bool powerIsOff = import.Power is ScaledValue power && JudgePower(power, told, Apparent, phases.Sum, import.UsualWatts / UsuallyTaken, doubts);
        if (import.Power is null)
            JudgeTariffs(import, doubts);
        RegisterScale[] given = [.. export.Registers.Where(register => register.Factor is not null)];
        if (export.Power is null)
            JudgeTariffs(export, doubts);
        else if (export.Power != import.Power)
            JudgePower(export.Power, given, null, null, export.UsualWatts / UsuallyGiven, doubts);
        JudgeVoltages(doubts);
        if (phases.Phases.Any(phase => phase.Apparent is not null))
            JudgePhases(powerIsOff, doubts);
        else if (!powerIsOff)
            JudgeCurrents(told.Any(register => register.Factor == 1), doubts);
        return doubts;
    }

    /// <summary>A power beside its registers, its phases, and their volts and amperes.</summary>
    /// <returns>True where the power is off.</returns>
    private bool JudgePower(ScaledValue power, RegisterScale[] registers, decimal? apparent, decimal? sum, decimal? usual, List<ScaleDoubt> doubts)
    {
        RegisterScale[] off = Array.FindAll(registers, register => register.Factor != 1);
        bool isBorneOut = off.Length < registers.Length || apparent == 1;
        bool hasWitness = isBorneOut || apparent is not null || sum is not null and not 1;
        bool isOtherTwice = !hasWitness && Array.Exists(off, register => IsTwice(register.Value, register.Factor!.Value));
        if (!isBorneOut && !isOtherTwice && TimesOfAll(off, apparent, sum, usual, power) is decimal times)
        {
            // Phases that come to a power that is off are off as it is.
            IEnumerable<ScaledValue> with = apparent is not null && phases.SumsUp ? phases.Phases.SelectMany(phase => phase.Powers) : [];
            ScaleCorrection? other = hasWitness || off.Length == 0 ? null : Correction(off[0].Value, times);
            doubts.Add(Doubt([power, .. with], 1 / times, off.Length > 0 ? off[0].Value : null, other));
            return true;
        }
        foreach (IGrouping<decimal, RegisterScale> group in off.GroupBy(register => register.Factor!.Value))
            doubts.Add(Doubt(group.Select(register => register.Value), group.Key, power, hasWitness ? null : Correction(power, 1 / group.Key)));
        return false;
    }

    /// <summary>How many times the power all others come to; null: not all do, or another sense is as good.</summary>
    /// <param name="off">The registers.</param>
    /// <param name="apparent">Volts times amperes.</param>
    /// <param name="sum">The phases' sum.</param>
    /// <param name="usual">How many times what is usual the power is most of the time.</param>
    /// <param name="power">The power.</param>
    private static decimal? TimesOfAll(RegisterScale[] off, decimal? apparent, decimal? sum, decimal? usual, ScaledValue power)
    {
        decimal? byRegisters = off.Length > 0 && Array.TrueForAll(off, register => register.Factor == off[0].Factor) ? off[0].Factor : null;
        if (off.Length > 0 && byRegisters is null)
            return null;
        decimal? times = byRegisters ?? (sum != 1 ? sum : null);
        if (times is not decimal known)
            return null;
        if (apparent is decimal volts)
            return KnownFactor.OfApparent(known) == volts || KnownFactor.OfApparent(known / volts) == 1 ? known : null;
        if (sum is not null and not 1)
            return byRegisters == sum ? known : null;
        if (IsTwice(power, 1 / known))
            return known;
        return usual > 0 && Strangeness(usual.Value * known) <= Strangeness(usual.Value) * (off.Length > 1 ? OneForSeveral : 1) ? known : null;
    }

    private static decimal Strangeness(decimal usual) => Math.Max(usual, 1 / usual);

    /// <summary>Tariffs beside their total, where no power comes.</summary>
    private static void JudgeTariffs(WayScale way, List<ScaleDoubt> doubts)
    {
        RegisterScale[] known = [.. way.Registers.Where(register => register.Factor is not null)], off = Array.FindAll(known, register => register.Factor != 1);
        if (way.Total is not ScaledValue total || off.Length == 0)
            return;
        if (off.Length > 1 && off.Length == known.Length && Array.TrueForAll(off, register => register.Factor == off[0].Factor))
            doubts.Add(Doubt([total], 1 / off[0].Factor!.Value, off[0].Value, null));
        else
            doubts.AddRange(off.GroupBy(register => register.Factor!.Value).Select(group => Doubt(
                group.Select(register => register.Value), group.Key, total, known.Length > 1 ? null : Correction(total, 1 / group.Key))));
    }

    private void JudgeVoltages(List<ScaleDoubt> doubts)
    {
        foreach (IGrouping<decimal, PhaseScale> group in phases.Phases.Where(IsVoltageOff).GroupBy(phase => phase.Volts!.Value))
            doubts.Add(Doubt(group.Select(phase => phase.Voltage!), group.Key, null, null));
    }

    /// <summary>Volts that amperes and watts bear out are those of a line of high voltage.</summary>
    private bool IsVoltageOff(PhaseScale phase) => phase.Volts is not null and not 1 && phase.Apparent != 1 && phases.Apparent != 1;

    private void JudgePhases(bool powerIsOff, List<ScaleDoubt> doubts)
    {
        // All powers are off alike, which was told with the whole's.
        if (powerIsOff && phases.SumsUp)
            return;
        foreach (IGrouping<decimal, PhaseScale> group in phases.Phases.Where(IsOff).GroupBy(phase => phase.Apparent!.Value))
        {
            PhaseScale first = group.First();
            doubts.Add(phases.MissesSum && !powerIsOff
                ? Doubt(group.SelectMany(phase => phase.Powers), 1 / group.Key, first.Current, null)
                : Doubt(group.Select(phase => phase.Current!), group.Key, first.Powers.First(), null));
        }

        bool IsOff(PhaseScale phase) => phase.Apparent is not null and not 1 && !IsVoltageOff(phase);
    }

    /// <summary>The currents of all phases, where no phase's power comes.</summary>
    private void JudgeCurrents(bool powerIsBorneOut, List<ScaleDoubt> doubts)
    {
        if (phases.Apparent is not decimal times || times == 1 || Array.Exists(phases.Phases, IsVoltageOff) || import.Power is not ScaledValue power)
            return;
        ScaledValue[] currents = [.. phases.Phases.Select(phase => phase.Current).OfType<ScaledValue>()];
        if (!powerIsBorneOut && import.UsualWatts / UsuallyTaken is decimal usual && Strangeness(usual * times) < Strangeness(usual))
            doubts.Add(Doubt([power], 1 / times, currents[0], Correction(currents[0], times)));
        else
            doubts.Add(Doubt(currents, times, power, powerIsBorneOut ? null : Correction(power, 1 / times)));
    }

    private static ScaleDoubt Doubt(IEnumerable<ScaledValue> values, decimal times, ScaledValue? against, ScaleCorrection? other) =>
        new([.. values.Select(value => Correction(value, times))], times, against?.Code, other);

    /// <summary>True where the factor that its owner set is just what it is off by.</summary>
    private static bool IsTwice(ScaledValue value, decimal times) => value.Factor is not null && Correction(value, times).Factor == 1;

    /// <summary>What is to be set where a value shows this many times what it should.</summary>
    private static ScaleCorrection Correction(ScaledValue value, decimal times) =>
        new(value.Code, value.Factor, Math.Round((value.Factor ?? 1) / times, 9) / 1.000000000m);
}
