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

    /// <summary>False where a telegram since then was proven by less than a CRC, or told no power, and it grew.</summary>
    public bool IsMeasured { get; init; } = true;

    /// <summary>True once it is more than a passing fault.</summary>
    public bool IsOld => Telegrams >= TelegramsToBelieve && LastAt - Since >= TimeToBelieve;

    public bool IsShort => Telegrams < TelegramsToBelieve;

    /// <summary>True where growth and power have been compared for an hour.</summary>
    public bool IsCompared => IsMeasured && LastAt - ComparedSince >= TimeToAgree;

    /// <summary>True where what it grew by is what the power came to.</summary>
    public bool Agrees => Math.Abs(Last - ComparedFrom - Measured) <= Math.Max(0.05m, Measured * 0.15m);

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
            IsMeasured = IsMeasured && (watts is not null || number == Last),
        };
        // An hour that said something else is over: the next may agree.
        bool over = at - grown.ComparedSince >= TimeToAgree && !(grown.IsMeasured && grown.Agrees);
        return over ? grown with { ComparedFrom = number, ComparedSince = at, Measured = 0, IsMeasured = true } : grown;
    }
}
