namespace EspSmartMeter.Meters.Guard;

/// <summary>Where a register fell or jumped to, and how it went on from there. Never changes: each telegram makes a new one.</summary>
/// <param name="First">What the meter said first of it.</param>
/// <param name="Last">And last.</param>
/// <param name="Most">The most it could have risen to that moment.</param>
/// <param name="Since">When it began.</param>
/// <param name="LastAt">When it last came.</param>
/// <param name="Telegrams">So many have said it.</param>
internal sealed record RegisterDoubt(decimal First, decimal Last, decimal Most, DateTimeOffset Since, DateTimeOffset LastAt, int Telegrams)
{
    private const int TelegramsToBelieve = 3;
    private static readonly TimeSpan TimeToBelieve = TimeSpan.FromMinutes(10), TimeToAgree = TimeSpan.FromHours(1);

    /// <summary>The start of what power and growth are compared over.</summary>
    public decimal ComparedFrom { get; init; } = First;

    public DateTimeOffset ComparedSince { get; init; } = Since;

    /// <summary>What the measured power came to since then, in kWh.</summary>
    public decimal Measured { get; init; }

    /// <summary>True once it is more than a passing fault.</summary>
    public bool IsOld => Telegrams >= TelegramsToBelieve && LastAt - Since >= TimeToBelieve;

    public bool IsShort => Telegrams < TelegramsToBelieve;

    /// <summary>True where growth and power have been compared for an hour.</summary>
    public bool IsCompared => LastAt - ComparedSince >= TimeToAgree;

    /// <summary>What it grew by since then.</summary>
    public decimal Growth => Last - ComparedFrom;

    /// <summary>True where that is what the power came to, or nothing: another tariff may have counted it.</summary>
    public bool Agrees => Growth == 0 || Math.Abs(Growth - Measured) <= Math.Max(0.05m, Measured * 0.15m);

    /// <summary>It came again, and follows.</summary>
    /// <param name="number">What the meter says.</param>
    /// <param name="at">When.</param>
    /// <param name="watts">The power that counts in it; null: none is proven.</param>
    public RegisterDoubt With(decimal number, DateTimeOffset at, decimal? watts)
    {
        RegisterDoubt grown = this with
        {
            Last = number,
            LastAt = at,
            Telegrams = Telegrams + 1,
            Measured = Measured + ((watts ?? 0) / 1000 * (decimal)(at - LastAt).TotalHours),
        };
        // It grew, and no proven power tells by how much: as after a start. What was compared until then is over.
        bool unmeasured = watts is null && number != Last;
        // An hour that said something else is over too: the next may agree.
        return unmeasured || (grown.IsCompared && !grown.Agrees) ? grown with { ComparedFrom = number, ComparedSince = at, Measured = 0 } : grown;
    }
}
