using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures;

/// <summary>Reads a beginning only to see whether it is of a form.</summary>
internal sealed class Trial : ICaptureReceiver
{
    /// <summary>Less is a word, not a capture.</summary>
    private const int Fewest = 8;

    private int _octets;

    /// <param name="head">The beginning.</param>
    /// <param name="extent">How much of it there is.</param>
    /// <param name="open">A reader of the form.</param>
    public static bool Reads(ReadOnlyMemory<byte> head, Extent extent, Func<ICaptureReceiver, ICaptureReader> open)
    {
        if (!IsText(head.Span))
            return false;
        Trial trial = new();
        try
        {
            ICaptureReader reader = open(trial);
            reader.Push(extent == Extent.Enough ? UpToACut(head.Span) : head.Span);
            if (extent == Extent.Begun)
                return true;
            reader.End();
        }
        catch (CaptureFault)
        {
            return false;
        }
        return trial._octets >= Fewest;
    }

    // Remarks may be in any language.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (byte character in head)
        {
            if (character is < (byte)' ' and not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                return false;
        }
        return true;
    }

    // At the last line end, else at the last space or comma; digits without either are cut after a whole number of octets.
    private static ReadOnlySpan<byte> UpToACut(ReadOnlySpan<byte> head)
    {
        int cut = head.LastIndexOf((byte)'\n');
        if (cut < 0)
            cut = head.LastIndexOfAny((byte)' ', (byte)',');
        return head[..(cut < 0 ? head.Length & ~1 : cut)];
    }

    public void OnBytes(ReadOnlySpan<byte> bytes) => _octets += bytes.Length;

    public void OnBurstEnd()
    {
    }

    public void OnStreamEnd()
    {
    }
}
