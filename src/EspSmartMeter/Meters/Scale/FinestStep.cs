namespace EspSmartMeter.Meters.Scale;

/// <summary>The step that a value moves by: the largest number that divides all that was seen of it. Before much was seen it is too large, never too small.</summary>
internal sealed class FinestStep
{
    /// <summary>0: nothing but 0 was seen.</summary>
    public decimal Value { get; private set; }

    public void Take(decimal number)
    {
        decimal rest = Math.Abs(number), step = Value;
        while (rest != 0)
            (step, rest) = (rest, step % rest);
        Value = step;
    }
}
