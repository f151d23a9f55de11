using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Line;

/// <summary>
/// What a receiver makes of a line that is sent in one mode and listened to in another. The sender's bits are laid out in time, and sampled as a UART does:
/// a falling edge begins a character, each bit is taken in its middle, and the next character begins with the first falling edge behind the stop bit's
/// sample. A character of wrong parity or stop bit is counted and delivered, as the ESP's UART and a Linux port do.
/// </summary>
/// <param name="sender">As the meter sends.</param>
/// <param name="receiver">As it is listened to.</param>
/// <param name="isInverted">High and low changed places between them.</param>
public sealed class UartReceiver(SerialLine sender, SerialLine receiver, bool isInverted = false)
{
    // Time in units in which both bits are whole: a sent bit lasts as many as the receiver's baud rate, and the other way round.
    private readonly long _sentBit = receiver.Baud, _bit = sender.Baud;

    /// <summary>Characters of wrong parity or stop bit.</summary>
    public long Errors { get; private set; }

    /// <summary>The bytes that arrive of those that were sent without a pause, between two silences.</summary>
    public byte[] Receive(ReadOnlySpan<byte> sent)
    {
        List<bool> levels = [];
        foreach (byte octet in sent)
            Send(octet, levels);
        List<byte> received = [];
        for (long at = -_bit; Edge(levels, at) is long start;)
        {
            at = start + (_bit / 2);
            if (!Level(levels, at))
                received.Add(Character(levels, ref at));
        }
        return [.. received];
    }

    /// <summary>Start bit, data bits from the lowest, parity, stop bits.</summary>
    private void Send(byte octet, List<bool> levels)
    {
        int dataBits = sender.Mode[0] - '0';
        int data = octet & ((1 << dataBits) - 1);
        levels.Add(false);
        for (int bit = 0; bit < dataBits; bit++)
            levels.Add((data >> bit & 1) != 0);
        if (sender.Mode[1] != 'N')
            levels.Add(Parity(data, sender.Mode[1]));
        for (int stop = '0'; stop < sender.Mode[2]; stop++)
            levels.Add(true);
    }

    /// <summary>Reads the character whose start bit has its middle at <paramref name="at"/>, and leaves that in the middle of its first stop bit.</summary>
    private byte Character(List<bool> levels, ref long at)
    {
        int data = 0;
        for (int bit = 0; bit < receiver.Mode[0] - '0'; bit++)
        {
            at += _bit;
            data |= Level(levels, at) ? 1 << bit : 0;
        }
        bool sound = true;
        if (receiver.Mode[1] != 'N')
        {
            at += _bit;
            sound = Level(levels, at) == Parity(data, receiver.Mode[1]);
        }
        at += _bit;
        if (!sound || !Level(levels, at))
            Errors++;
        return (byte)data;
    }

    private static bool Parity(int data, char kind) => (int.IsOddInteger(System.Numerics.BitOperations.PopCount((uint)data))) == (kind == 'E');

    /// <summary>The first falling edge from <paramref name="at"/> on; null where there is none any more.</summary>
    private long? Edge(List<bool> levels, long at) => First(levels, at, true) is long high ? First(levels, high, false) : null;

    private long? First(List<bool> levels, long at, bool level)
    {
        if (Level(levels, at) == level)
            return at;
        for (long bit = at < 0 ? 0 : (at / _sentBit) + 1; bit <= levels.Count; bit++)
        {
            if (Level(levels, bit * _sentBit) == level)
                return bit * _sentBit;
        }
        return null;
    }

    /// <summary>The line rests high, seen from the sender.</summary>
    private bool Level(List<bool> levels, long at) => (at < 0 || at / _sentBit >= levels.Count || levels[(int)(at / _sentBit)]) != isInverted;
}
